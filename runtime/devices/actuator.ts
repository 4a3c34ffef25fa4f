/**
 * One writable property: how it is written and read back, and the times its interlocks need. What
 * "safe" is, is configured per property; everything else is "away from safe".
 */
import type { Clock } from '../core/clock.ts';
import { Lane } from '../core/lane.ts';
import type { Value } from '../core/reading.ts';
import type { LiveProperty } from './live-property.ts';

/** Where a property's value really goes: a channel of a part, or the setpoint of a regulator. */
export interface Output {
  write(value: Value): Promise<void>;
  /** What the register holds; null when the part cannot tell. */
  readBack(): Promise<Value | null>;
}

/** Monotonic times, ms. */
export interface ActuatorHistory {
  /** Since when it is away from its safe value; undefined while it is safe. */
  readonly awaySinceMs: number | undefined;
  /** Since when it is safe, counted from boot at the earliest; undefined while it is away. */
  readonly safeSinceMs: number | undefined;
  readonly lastWriteMs: number | undefined;
  /** The values it had, oldest first, beginning with the one at boot; only as far back as a rate limit can look. */
  readonly writes: readonly { readonly atMs: number; readonly value: Value }[];
}

const HISTORY_LENGTH = 64;

export class Actuator {
  readonly property: LiveProperty;
  /** Judging and writing happen in here, one order at a time; settling does not. */
  readonly lane = new Lane();
  readonly #output: Output;
  readonly #clock: Clock;
  #value: Value;
  #reserved: Value | undefined;
  #generation = 0;
  #superseded: () => void = () => undefined;
  #history: ActuatorHistory;

  constructor({
    property,
    output,
    clock,
  }: {
    property: LiveProperty;
    output: Output;
    clock: Clock;
  }) {
    this.property = property;
    this.#output = output;
    this.#clock = clock;
    this.#value = property.spec.safe;
    const atMs = clock.monotonicMs();
    const writes = [{ atMs, value: this.#value }];
    this.#history = { awaySinceMs: undefined, safeSinceMs: atMs, lastWriteMs: undefined, writes };
  }

  /** The value last written, or found at start. */
  get value(): Value {
    return this.#value;
  }

  get history(): ActuatorHistory {
    return this.#history;
  }

  /** Grows with every write; tells a slow measurement that it was overtaken. */
  get generation(): number {
    return this.#generation;
  }

  isSafe(value: Value = this.#reserved ?? this.#value): boolean {
    return value === this.property.spec.safe;
  }

  /** Marks what is about to be written, so that whoever is exclusive with this one sees it before the write. */
  reserve(value: Value): void {
    this.#reserved = value;
  }

  release(): void {
    this.#reserved = undefined;
  }

  /** Takes what the register holds as the starting point, without writing. */
  async adopt(): Promise<void> {
    const found = await this.#output.readBack();
    if (found !== null) this.#moved(found);
  }

  /** @throws whatever the part throws; then the value is unknown and the property's next sample tells. */
  async apply(value: Value): Promise<void> {
    this.#generation += 1;
    this.#superseded();
    await this.#output.write(value);
    this.#moved(value);
    const atMs = this.#clock.monotonicMs();
    const writes = [...this.#history.writes, { atMs, value }].slice(-HISTORY_LENGTH);
    this.#history = { ...this.#history, lastWriteMs: atMs, writes };
    this.property.accept(value);
  }

  readBack(): Promise<Value | null> {
    return this.#output.readBack();
  }

  /** Resolves true after `settleMs`, or false as soon as a newer write began. */
  settled(settleMs: number): Promise<boolean> {
    if (settleMs === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = this.#clock.after(settleMs, () => {
        resolve(true);
      });
      this.#superseded = () => {
        timer.cancel();
        resolve(false);
      };
    });
  }

  #moved(value: Value): void {
    const now = this.#clock.monotonicMs();
    const wasSafe = this.isSafe(this.#value);
    const isSafe = this.isSafe(value);
    this.#value = value;
    if (isSafe)
      this.#history = {
        ...this.#history,
        awaySinceMs: undefined,
        safeSinceMs: wasSafe ? this.#history.safeSinceMs : now,
      };
    else
      this.#history = {
        ...this.#history,
        safeSinceMs: undefined,
        awaySinceMs: wasSafe ? now : this.#history.awaySinceMs,
      };
  }
}
