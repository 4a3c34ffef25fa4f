/**
 * Timers that belong to a chat and touch nothing: when one is over, its chat is told. Durable like
 * everything a person relies on: one that ran out while the node was away is told of at the start.
 */
import type { Clock, Timer as ClockTimer } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { z } from '../core/schema.ts';
import type { Service } from '../core/service.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store } from '../state/store.ts';
import type { Outbox } from './outbox.ts';

const timerSchema = z.strictObject({
  id: z.string(),
  chat: z.string(),
  language: z.enum(['en', 'zh']),
  name: z.string().optional(),
  /** Id of the area it was set for. */
  area: z.string().optional(),
  /** As it was asked for, or made longer since. */
  lengthMs: z.number(),
  /** While it runs; what is left of it while it is held. */
  endsAt: z.number().optional(),
  leftMs: z.number().optional(),
});

export type Timer = Readonly<z.infer<typeof timerSchema>>;

const timerSpace = defineSpace({ name: 'timers', schema: timerSchema });

export interface TimersParts {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
}

/** One that runs, in monotonic time: a clock that is set must not shorten "ten minutes". Only a restart goes by `endsAt`. */
interface Armed {
  readonly dueMs: number;
  readonly wake: ClockTimer;
}

export class Timers implements Service {
  readonly #parts: TimersParts;
  readonly #space: Space<Timer>;
  readonly #timers = new Map<string, Timer>();
  readonly #armed = new Map<string, Armed>();

  constructor(parts: TimersParts) {
    this.#parts = parts;
    this.#space = parts.store.space(timerSpace);
  }

  async start(): Promise<void> {
    for (const [id, timer] of await this.#space.list()) {
      this.#timers.set(id, timer);
      this.#arm(timer);
    }
  }

  stop(): Promise<void> {
    for (const { wake } of this.#armed.values()) wake.cancel();
    this.#armed.clear();
    return Promise.resolve();
  }

  /** Of one chat, the oldest first. */
  list(chat: string): readonly Timer[] {
    return [...this.#timers.values()].filter((timer) => timer.chat === chat);
  }

  /** Runs when it is on disk. */
  async run(timer: Omit<Timer, 'id' | 'endsAt' | 'leftMs'>): Promise<Timer> {
    const now = this.#parts.clock.now();
    const endsAt = now + timer.lengthMs;
    return this.#keep({ ...timer, id: createId('timer', now), endsAt });
  }

  async cancel({ id }: Timer): Promise<void> {
    await this.#parts.store.durable([this.#space.remove(id)]);
    this.#forget(id);
  }

  /** Held as it is; one that is held stays so. */
  pause(timer: Timer): Promise<Timer> {
    const { endsAt: _, ...held } = timer;
    return this.#keep({ ...held, leftMs: this.leftMs(timer) });
  }

  resume(timer: Timer): Promise<Timer> {
    const { leftMs: _, ...running } = timer;
    return this.#keep({ ...running, endsAt: this.#parts.clock.now() + this.leftMs(timer) });
  }

  /** Longer, or shorter: one that has nothing left is over at once. */
  change(timer: Timer, byMs: number): Promise<Timer> {
    const isHeld = timer.leftMs !== undefined;
    const leftMs = Math.max(0, this.leftMs(timer) + byMs);
    return this.#keep({
      ...{ ...timer, lengthMs: Math.max(0, timer.lengthMs + byMs) },
      ...(isHeld ? { leftMs } : { endsAt: this.#parts.clock.now() + leftMs }),
    });
  }

  leftMs({ id, endsAt = 0, leftMs }: Timer): number {
    const { clock } = this.#parts;
    const dueMs = this.#armed.get(id)?.dueMs;
    const left = dueMs === undefined ? endsAt - clock.now() : dueMs - clock.monotonicMs();
    return leftMs ?? Math.max(0, left);
  }

  async #keep(timer: Timer): Promise<Timer> {
    await this.#parts.store.durable([this.#space.put(timer.id, timer)]);
    this.#timers.set(timer.id, timer);
    this.#arm(timer);
    return timer;
  }

  #arm(timer: Timer): void {
    this.#disarm(timer.id);
    const { endsAt } = timer;
    if (endsAt === undefined) return;
    const { clock } = this.#parts;
    const leftMs = this.leftMs(timer);
    const wake = clock.after(leftMs, () => {
      // One that was over while the node was away says when; a clock that was set meanwhile does not.
      this.#end(timer, leftMs > 0 ? clock.now() : endsAt);
    });
    this.#armed.set(timer.id, { dueMs: clock.monotonicMs() + leftMs, wake });
  }

  /** Gone, and told of, in one batch: neither without the other. */
  #end(timer: Timer, endsAt: number): void {
    const { store, outbox, log } = this.#parts;
    const { id, name, lengthMs } = timer;
    this.#forget(id);
    const news = { kind: 'timer-over', lengthMs, endsAt, ...(name && { name }) } as const;
    outbox
      .tell(timer, news, (writes) => store.durable([...writes, this.#space.remove(id)]))
      .catch((error: unknown) => {
        log.error({ timer: id, error }, 'the end of a timer could not be kept');
      });
  }

  #forget(id: string): void {
    this.#disarm(id);
    this.#timers.delete(id);
  }

  #disarm(id: string): void {
    this.#armed.get(id)?.wake.cancel();
    this.#armed.delete(id);
  }
}
