/**
 * "For ten minutes": the end of a run lives on the board that owns the pin, in monotonic time, and
 * is durable before the run begins. Who asked may be gone, the network may be gone: it ends.
 *
 * A newer write to the same property takes over: the old run ends without doing anything. A run
 * that a restart interrupted is not redone (`recovery.ts`). An end that the part did not take is
 * the interlock watch's to finish.
 */
import type { Clock, Timer } from '../core/clock.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import { createId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { formatAddress, valueSchema, type PropertyAddress, type Value } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import type { Actuator } from './actuator.ts';
import { actorOf, type WriteOrder } from './order.ts';

export const timedRunSchema = z.strictObject({
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

/** By the id of the command: a run and the one that takes over from it are two rows. */
const timedRunSpace = defineSpace({ name: 'timed-runs', schema: timedRunSchema });

export interface EndedRun {
  readonly run: TimedRun;
  readonly outcome: Outcome;
}

export interface TimedRunsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly perform: (order: WriteOrder) => Promise<Outcome>;
  readonly onEnded: (ended: EndedRun) => void;
}

export class TimedRuns {
  readonly #parts: TimedRunsParts;
  readonly #space: Space<TimedRun>;
  /** The run of each property that has one. */
  readonly #armed = new Map<string, { run: TimedRun; timer: Timer }>();

  constructor(parts: TimedRunsParts) {
    this.#parts = parts;
    this.#space = parts.store.space(timedRunSpace);
  }

  /** The run an order begins, or undefined when the order has no end of its own. */
  plan(order: WriteOrder, actuator: Actuator): TimedRun | undefined {
    const { id, address, value, forMs, authority } = order;
    if (forMs === undefined) return undefined;
    const now = this.#parts.clock.now();
    return {
      ...{ command: id, thing: address.thing, property: address.property, value, forMs },
      backTo: this.#backTo(value, actuator),
      startedAt: now,
      until: now + forMs,
      actor: actorOf(authority),
    };
  }

  /** The writes that go into the intent's batch: the new run, and the end of the one it supersedes. */
  writes(address: PropertyAddress, run: TimedRun | undefined): readonly Write[] {
    const old = this.#running(address);
    return [...this.drop(old), ...(run === undefined ? [] : [this.#space.put(run.command, run)])];
  }

  /** Takes `writes` back: the value was not written, and the run it would have ended goes on. */
  unplan(address: PropertyAddress, run: TimedRun | undefined): readonly Write[] {
    const old = this.#running(address);
    return [...this.drop(run), ...(old === undefined ? [] : [this.#space.put(old.command, old)])];
  }

  /** Forgets a run that something newer took over from, whether it was armed in time or not. */
  drop(run: TimedRun | undefined): readonly Write[] {
    return run === undefined ? [] : [this.#space.remove(run.command)];
  }

  /** Call when the value has been written: whatever ran before on this property is over. */
  arm(address: PropertyAddress, run: TimedRun | undefined): void {
    const key = formatAddress(address);
    this.#armed.get(key)?.timer.cancel();
    this.#armed.delete(key);
    if (run === undefined) return;
    const timer = this.#parts.clock.after(run.forMs, () => void this.#end(run));
    this.#armed.set(key, { run, timer });
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

  /** What was before the first of the runs that took over from each other; the safe value where a run changes nothing. */
  #backTo(value: Value, { property, value: current }: Actuator): Value {
    const before = this.#running(property.address)?.backTo ?? current;
    return before === value ? property.spec.safe : before;
  }

  #running(address: PropertyAddress): TimedRun | undefined {
    return this.#armed.get(formatAddress(address))?.run;
  }

  /** Never rejects. */
  async #end(run: TimedRun): Promise<void> {
    const { clock, perform, onEnded } = this.#parts;
    const { thing, property, backTo: value } = run;
    const why = {
      cause: `time was up after ${formatDuration(run.forMs)}`,
      zh: `${formatDuration(run.forMs, CHINESE_UNITS)}到时间了`,
    };
    const outcome = await perform({
      ...{ id: createId('rule', clock.now()), address: { thing, property }, value },
      authority: { kind: 'rule', rule: 'timed-run', ...why, forced: true, forPerson: true },
      stillWanted: () => this.#running(run) === run,
    });
    if (this.#running(run) === run) await this.#forget(run);
    const isOvertaken =
      outcome.status === 'refused' && outcome.refusal.code === 'DEVICE_SUPERSEDED';
    if (!isOvertaken) onEnded({ run, outcome });
  }

  /** The end was refused, or the part did not take it: the run is over all the same. */
  async #forget(run: TimedRun): Promise<void> {
    this.arm(run, undefined);
    const forgotten = this.#parts.store.durable(this.drop(run));
    await forgotten.catch((error: unknown) => {
      this.#parts.log.error({ error, command: run.command }, 'timed run cannot be forgotten');
    });
  }
}
