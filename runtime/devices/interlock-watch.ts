/**
 * Keeps looking at everything that is away from its safe value, and forces it back when something
 * says so: an interlock, a write that failed, a store that cannot record. What the part does not
 * take is tried again, for as long as it takes.
 */
import { every, type Clock, type Timer } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import type { Actuator } from './actuator.ts';
import type { Forcing, Judge } from './judge.ts';
import type { LiveProperty } from './live-property.ts';
import type { WriteOrder } from './order.ts';
import type { Things } from './things.ts';

/** Readings are judged when they come; this is for what only time brings about: `maxOn`, staleness, quiet hours. */
const LOOK_EVERY_MS = 250;

/** A part that does not take its safe value is asked again after 1 s, 2 s, 4 s …, and then every 30 s: each attempt stands in the journal. */
const RETRY_MS = { first: 1_000, longest: 30_000 };

export interface ForcedWrite {
  readonly actuator: Actuator;
  readonly why: Refusal;
  readonly outcome: Outcome;
}

export interface InterlockWatchParts {
  readonly things: Things;
  readonly judge: Judge;
  readonly clock: Clock;
  readonly perform: (order: WriteOrder) => Promise<Outcome>;
  /** Hears of the first attempt and of the one that succeeded. */
  readonly onForced: (forced: ForcedWrite) => void;
}

/** Attempts that the part did not take. */
interface Retry {
  readonly failures: number;
  readonly notBeforeMs: number;
}

export class InterlockWatch implements Service {
  readonly #parts: InterlockWatchParts;
  readonly #forcing = new Set<Actuator>();
  readonly #retries = new Map<Actuator, Retry>();
  #timer: Timer | undefined;
  #stopListening: (() => void) | undefined;

  constructor(parts: InterlockWatchParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    const { clock, things } = this.#parts;
    this.#timer = every(clock, LOOK_EVERY_MS, () => {
      this.#look();
    });
    this.#stopListening = things.onReading((property, reading) => {
      this.#hear(property, reading);
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    this.#stopListening?.();
    return Promise.resolve();
  }

  /** The reading may be that of an output, which somebody else has switched. */
  #hear({ address }: LiveProperty, { value }: Reading): void {
    if (value !== null) this.#parts.things.actuator(address)?.notice(value);
    this.#look();
  }

  #look(): void {
    for (const actuator of this.#parts.things.actuators()) {
      if (!actuator.isAway() || this.#forcing.has(actuator) || this.#waits(actuator)) continue;
      const forcing = this.#parts.judge.forces(actuator);
      if (forcing !== undefined) void this.#force(actuator, forcing);
    }
  }

  #waits(actuator: Actuator): boolean {
    const { notBeforeMs = 0 } = this.#retries.get(actuator) ?? {};
    return this.#parts.clock.monotonicMs() < notBeforeMs;
  }

  async #force(actuator: Actuator, { rule, why }: Forcing): Promise<void> {
    const { clock, perform, onForced } = this.#parts;
    const { address, spec } = actuator.property;
    this.#forcing.add(actuator);
    try {
      const outcome = await perform({
        ...{ id: createId('rule', clock.now()), address, value: spec.safe },
        authority: { kind: 'rule', rule, cause: why.message, zh: why.zh, forced: true },
      });
      if (!this.#hasFailedAgain(actuator)) onForced({ actuator, why, outcome });
    } finally {
      this.#forcing.delete(actuator);
    }
  }

  #hasFailedAgain(actuator: Actuator): boolean {
    const { failures } = this.#retries.get(actuator) ?? { failures: 0 };
    if (!actuator.isDoubtful) {
      this.#retries.delete(actuator);
      return false;
    }
    const delayMs = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** failures);
    const notBeforeMs = this.#parts.clock.monotonicMs() + delayMs;
    this.#retries.set(actuator, { failures: failures + 1, notBeforeMs });
    return failures > 0;
  }
}
