/**
 * One writable property: how it is written and read back, and the times its interlocks need. What
 * "safe" is, is configured per property; everything else is "away from safe". After a write that
 * failed nobody knows how the output stands: it counts as away until a write succeeds.
 */
import type { Clock } from '../core/clock.ts';
import { Lane } from '../core/lane.ts';
import type { PropertyAddress, Value } from '../core/reading.ts';
import {
  beginHistory,
  doubtHistory,
  moveHistory,
  type ActuatorHistory,
} from './actuator-history.ts';
import type { LiveProperty } from './live-property.ts';
import { isNear } from './near.ts';

/** Where a property's value really goes: a channel of a part, or the setpoint of a regulator. */
export interface Output {
  write(value: Value): Promise<void>;
  /** What the register holds; null when the part cannot tell. */
  readBack(): Promise<Value | null>;
  /** It says by itself how it stands: what was written is not believed before. */
  readonly reports?: boolean;
  /** Only where it reports: each value it says. Returns how to stop. */
  onReport?(listener: (value: Value) => void): (() => void) | undefined;
  /** Why nothing can be written to it now; undefined when it can. */
  objection?(): Error | undefined;
}

export interface ActuatorParts {
  readonly property: LiveProperty;
  readonly output: Output;
  readonly clock: Clock;
}

export class Actuator {
  readonly property: LiveProperty;
  /** Judging and writing happen in here, one order at a time; settling does not. */
  readonly lane = new Lane();
  readonly #output: Output;
  readonly #clock: Clock;
  /** The part itself is written by one at a time, also when somebody does not wait for the lane. */
  readonly #turns = new Lane();
  /** How far back a rate limit looks, ms. */
  readonly #horizonMs: number;
  #value: Value;
  #history: ActuatorHistory;
  #reserved: Value | undefined;
  #isDoubtful = false;
  #isWriting = false;
  #generation = 0;
  #stopSettling: () => void = () => undefined;

  constructor({ property, output, clock }: ActuatorParts) {
    const { safe, interlocks } = property.spec;
    this.property = property;
    this.#output = output;
    this.#clock = clock;
    this.#horizonMs = Math.max(0, ...interlocks.map(({ rate }) => rate?.per ?? 0));
    this.#value = safe;
    this.#history = beginHistory(this.#moment(safe));
  }

  /** The value last written, or found. */
  get value(): Value {
    return this.#value;
  }

  get history(): ActuatorHistory {
    return this.#history;
  }

  /** Grows with every write, as soon as it begins. */
  get generation(): number {
    return this.#generation;
  }

  /** Has a write failed, and none succeeded since? */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** The readings its interlocks look at. */
  get requiredReadings(): readonly PropertyAddress[] {
    return this.property.spec.interlocks.flatMap(({ requires }) =>
      requires === undefined ? [] : [requires.reading],
    );
  }

  isSafeValue(value: Value): boolean {
    return value === this.property.spec.safe;
  }

  /** Is it away from its safe value, or may it be? */
  isAway(): boolean {
    return this.#history.awaySinceMs !== undefined;
  }

  /** Is it at its safe value, and not about to leave it? */
  isSafe(): boolean {
    return !this.isAway() && (this.#reserved === undefined || this.isSafeValue(this.#reserved));
  }

  /** Marks what is about to be written, so that whoever is exclusive with this one sees it before the write. */
  reserve(value: Value): void {
    this.#reserved = value;
  }

  release(): void {
    this.#reserved = undefined;
  }

  /** Takes what the register holds as the starting point, without writing. */
  adopt(found: Value): void {
    this.#value = found;
    this.#history = beginHistory(this.#moment(found));
  }

  /** Takes what a sample of the register shows: somebody else may have switched it. */
  notice(found: Value): void {
    if (this.#isWriting || this.#isDoubtful) return;
    if (!this.#holds(found)) this.#moved(found);
  }

  #holds(value: Value): boolean {
    return isNear(value, this.#value, this.property.spec.tolerance);
  }

  /** Resolves to the generation of this write. @throws whatever the part throws */
  async apply(value: Value): Promise<number> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#stopSettling();
    await this.#turns.run(() => this.#write(value));
    return generation;
  }

  readBack(): Promise<Value | null> {
    return this.#output.readBack();
  }

  /** Does it say by itself how it stands? */
  get reports(): boolean {
    return this.#output.reports === true;
  }

  /** Why nothing can be written to it now; undefined when it can. */
  get objection(): Error | undefined {
    return this.#output.objection?.();
  }

  /**
   * Resolves true after `settleMs`, or when it reports what was written; false as soon as a newer
   * write began or `abandon` was called.
   */
  settled(settleMs: number, generation: number): Promise<boolean> {
    if (generation !== this.#generation) return Promise.resolve(false);
    if (settleMs === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (hasSettled: boolean): void => {
        timer.cancel();
        queueMicrotask(() => stopHearing?.());
        resolve(hasSettled);
      };
      const timer = this.#clock.after(settleMs, () => {
        end(true);
      });
      this.#stopSettling = () => {
        end(false);
      };
      const stopHearing = this.#output.onReport?.((value) => {
        if (this.#holds(value)) end(true);
      });
    });
  }

  /** Nobody waits for the world any more. */
  abandon(): void {
    this.#stopSettling();
  }

  async #write(value: Value): Promise<void> {
    this.#isWriting = true;
    try {
      await this.#output.write(value);
    } catch (error) {
      this.#isDoubtful = true;
      this.#history = doubtHistory(this.#history, this.#moment(value), this.#horizonMs);
      throw error;
    } finally {
      this.#isWriting = false;
    }
    this.#isDoubtful = false;
    this.#moved(value);
    this.#history = { ...this.#history, lastWriteMs: this.#clock.monotonicMs() };
    if (!this.reports) this.property.written(value);
  }

  #moved(value: Value): void {
    this.#value = value;
    this.#history = moveHistory(this.#history, this.#moment(value), this.#horizonMs);
  }

  #moment(value: Value): { atMs: number; value: Value; isSafe: boolean } {
    return { atMs: this.#clock.monotonicMs(), value, isSafe: this.isSafeValue(value) };
  }
}
