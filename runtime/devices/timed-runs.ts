/**
 * "For ten minutes": the end of a run lives on the board that owns the pin, in monotonic time, and
 * is durable before the run begins. Who asked may be gone, the network may be gone: it ends.
 *
 * A newer write to the same property takes over: the old run ends without doing anything. A run
 * that a restart interrupted is not redone (`recovery.ts`).
 */
import type { Clock, Timer } from '../core/clock.ts';
import { formatDuration } from '../core/duration.ts';
import { formatAddress, valueSchema, type PropertyAddress } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import type { Actuator } from './actuator.ts';
import { actorOf, type WriteOrder } from './order.ts';

const timedRunSchema = z.strictObject({
  command: z.string(),
  thing: z.string(),
  property: z.string(),
  value: valueSchema,
  /** What it is written to at the end. */
  backTo: valueSchema,
  startedAt: z.number(),
  /** Epoch ms, for people; the board itself counts `forMs` on its monotonic clock. */
  until: z.number(),
  forMs: z.number(),
  actor: z.string(),
});

export type TimedRun = z.infer<typeof timedRunSchema>;

const timedRunSpace = defineSpace({ name: 'timed-runs', schema: timedRunSchema });

export interface EndedRun {
  readonly run: TimedRun;
  readonly outcome: Outcome;
}

export interface TimedRunsParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Writes `backTo` under the rule `timed-run`. */
  readonly end: (run: TimedRun, cause: string) => Promise<Outcome>;
  readonly onEnded: (ended: EndedRun) => void;
}

/** How soon a write that failed at the end of a run is tried again: a pump that should be off is not forgotten. */
const RETRY_MS = 1_000;

export class TimedRuns {
  readonly #parts: TimedRunsParts;
  readonly #space: Space<TimedRun>;
  readonly #armed = new Map<string, { run: TimedRun; timer: Timer }>();

  constructor(parts: TimedRunsParts) {
    this.#parts = parts;
    this.#space = parts.store.space(timedRunSpace);
  }

  /** The run an order begins, or undefined when the order has no end of its own. */
  plan(
    { id, address, value, forMs, authority }: WriteOrder,
    actuator: Actuator,
  ): TimedRun | undefined {
    if (forMs === undefined) return undefined;
    const now = this.#parts.clock.now();
    const backTo = typeof value === 'boolean' ? !value : actuator.value;
    return {
      command: id,
      ...address,
      value,
      backTo,
      startedAt: now,
      until: now + forMs,
      forMs,
      actor: actorOf(authority),
    };
  }

  /** The writes that go into the intent's batch: the new run, or the end of the one that is superseded. */
  writes(address: PropertyAddress, run: TimedRun | undefined): readonly Write[] {
    const key = formatAddress(address);
    if (run !== undefined) return [this.#space.put(key, run)];
    return this.#armed.has(key) ? [this.#space.remove(key)] : [];
  }

  /** Forgets a run whose value was never written; the one it would have taken over from goes on. */
  unplan(address: PropertyAddress, run: TimedRun | undefined): readonly Write[] {
    if (run === undefined) return [];
    const key = formatAddress(address);
    const running = this.#armed.get(key)?.run;
    return [running === undefined ? this.#space.remove(key) : this.#space.put(key, running)];
  }

  /** Call when the value has been written: whatever ran before on this property is over. */
  arm(address: PropertyAddress, run: TimedRun | undefined): void {
    const key = formatAddress(address);
    this.#armed.get(key)?.timer.cancel();
    this.#armed.delete(key);
    if (run !== undefined) this.#schedule(run, run.forMs);
  }

  list(): readonly TimedRun[] {
    return [...this.#armed.values()].map(({ run }) => run);
  }

  /** Runs that a restart interrupted, with the write that forgets each. */
  async leftOver(): Promise<readonly { run: TimedRun; forget: Write }[]> {
    const rows = await this.#space.list();
    return rows.map(([key, run]) => ({ run, forget: this.#space.remove(key) }));
  }

  /** Stops counting; what was running stays in the store for the next start to tell of. */
  disarm(): void {
    for (const { timer } of this.#armed.values()) timer.cancel();
    this.#armed.clear();
  }

  #schedule(run: TimedRun, delayMs: number): void {
    const timer = this.#parts.clock.after(delayMs, () => void this.#end(run));
    this.#armed.set(formatAddress(run), { run, timer });
  }

  async #end(run: TimedRun): Promise<void> {
    const outcome = await this.#parts.end(run, `${formatDuration(run.forMs)} are over`);
    const key = formatAddress(run);
    const isMine = this.#armed.get(key)?.run === run;
    if (isMine && isUnwritten(outcome)) this.#schedule(run, RETRY_MS);
    else if (isMine) await this.#forget(key);
    this.#parts.onEnded({ run, outcome });
  }

  /** The end was refused: by a mode, or by an interlock when ending means switching on again. */
  async #forget(key: string): Promise<void> {
    this.#armed.delete(key);
    await this.#parts.store.durable([this.#space.remove(key)]);
  }
}

function isUnwritten(outcome: Outcome): boolean {
  return outcome.status === 'failed' && outcome.refusal.code === 'DEVICE_WRITE_FAILED';
}
