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

/** A wall clock may jump: the time is looked at again at least this often. */
const LOOK_MS = 60_000;

export interface TimersParts {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
}

export class Timers implements Service {
  readonly #parts: TimersParts;
  readonly #space: Space<Timer>;
  readonly #timers = new Map<string, Timer>();
  readonly #armed = new Map<string, ClockTimer>();

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
    for (const armed of this.#armed.values()) armed.cancel();
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
    const { endsAt, leftMs } = timer;
    return this.#keep({
      ...{ ...timer, lengthMs: Math.max(0, timer.lengthMs + byMs) },
      ...(endsAt === undefined ? {} : { endsAt: endsAt + byMs }),
      ...(leftMs === undefined ? {} : { leftMs: Math.max(0, leftMs + byMs) }),
    });
  }

  leftMs({ endsAt, leftMs }: Timer): number {
    return leftMs ?? Math.max(0, (endsAt ?? 0) - this.#parts.clock.now());
  }

  async #keep(timer: Timer): Promise<Timer> {
    await this.#parts.store.durable([this.#space.put(timer.id, timer)]);
    this.#timers.set(timer.id, timer);
    this.#arm(timer);
    return timer;
  }

  #arm(timer: Timer): void {
    this.#armed.get(timer.id)?.cancel();
    this.#armed.delete(timer.id);
    if (timer.endsAt === undefined) return;
    const delayMs = Math.min(this.leftMs(timer), LOOK_MS);
    const armed = this.#parts.clock.after(delayMs, () => {
      if (this.leftMs(timer) > 0) this.#arm(timer);
      else this.#end(timer);
    });
    this.#armed.set(timer.id, armed);
  }

  /** Gone, and told of, in one batch: neither without the other. */
  #end(timer: Timer): void {
    const { store, outbox, log } = this.#parts;
    const { id, name, lengthMs, endsAt = 0 } = timer;
    this.#forget(id);
    const news = { kind: 'timer-over', lengthMs, endsAt, ...(name && { name }) } as const;
    outbox
      .tell(timer, news, (writes) => store.durable([...writes, this.#space.remove(id)]))
      .catch((error: unknown) => {
        log.error({ timer: id, error }, 'the end of a timer could not be kept');
      });
  }

  #forget(id: string): void {
    this.#armed.get(id)?.cancel();
    this.#armed.delete(id);
    this.#timers.delete(id);
  }
}
