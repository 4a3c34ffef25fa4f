/** Keeps looking at everything that is away from its safe value, and forces it back when an interlock says so. */
import { every, type Clock, type Timer } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import type { Actuator } from './actuator.ts';
import type { Judge } from './judge.ts';
import type { WriteOrder } from './order.ts';
import type { Things } from './things.ts';

/** Readings are judged when they come; this is for what only time brings about: `maxOn`, staleness, quiet hours. */
const LOOK_EVERY_MS = 250;

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
  readonly onForced: (forced: ForcedWrite) => void;
}

export class InterlockWatch implements Service {
  readonly #parts: InterlockWatchParts;
  readonly #forcing = new Set<Actuator>();
  #timer: Timer | undefined;
  #stopListening: (() => void) | undefined;

  constructor(parts: InterlockWatchParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    this.#timer = every(this.#parts.clock, LOOK_EVERY_MS, () => {
      this.#look();
    });
    this.#stopListening = this.#parts.things.onReading(() => {
      this.#look();
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    this.#stopListening?.();
    return Promise.resolve();
  }

  #look(): void {
    for (const actuator of this.#parts.things.actuators()) {
      if (actuator.isSafe(actuator.value) || this.#forcing.has(actuator)) continue;
      const why = this.#parts.judge.forces(actuator);
      if (why !== undefined) void this.#force(actuator, why);
    }
  }

  async #force(actuator: Actuator, why: Refusal): Promise<void> {
    this.#forcing.add(actuator);
    const { clock, perform, onForced } = this.#parts;
    const rule = why.interlock ?? 'interlock';
    try {
      const outcome = await perform({
        id: createId('rule', clock.now()),
        address: actuator.property.address,
        value: actuator.property.spec.safe,
        authority: { kind: 'rule', rule, cause: why.message, forced: true },
      });
      onForced({ actuator, why, outcome });
    } finally {
      this.#forcing.delete(actuator);
    }
  }
}
