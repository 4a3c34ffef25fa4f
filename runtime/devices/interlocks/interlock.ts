/**
 * The contract of an interlock: a rule below every caller, on the board that owns the pin, that
 * needs no network and knows no person. Each kind is one file with pure functions.
 *
 * An interlock never stands in the way of the safe value: `objects` is not even asked for it.
 */
import type { Language } from '../../actions/asker.ts';
import type { PropertyAddress, Reading, Value } from '../../core/reading.ts';
import type { ActuatorHistory } from '../actuator-history.ts';

/** A write away from the safe value that is about to happen. */
export interface PlannedWrite {
  readonly value: Value;
  /** "for ten minutes", ms. */
  readonly forMs?: number | undefined;
}

/** What a rule may look at. Nothing else: no caller, no network. */
export interface InterlockWorld {
  /** Wall clock, epoch ms. */
  readonly now: number;
  readonly monotonicMs: number;
  /** Minutes after midnight, in the site's time zone. */
  readonly minuteOfDay: number;
  /** The actuator that the rule guards. */
  readonly history: ActuatorHistory;
  reading(address: PropertyAddress): Reading | undefined;
  /** Age of the last good sample, ms; Infinity for an unknown property. */
  ageMs(address: PropertyAddress): number;
  /** A value in the property's own words and unit. */
  show(address: PropertyAddress, value: Value, language: Language): string;
  /** Is the other property at its safe value, and not about to leave it? undefined: its part is broken. */
  isSafe(address: PropertyAddress): boolean | undefined;
}

export interface Objection {
  readonly code: 'INTERLOCK_REFUSED' | 'INTERLOCK_BLIND';
  readonly message: string;
  /** The same in Chinese: people read refusals in the language they spoke. */
  readonly zh: string;
  /** The reading the rule looked at. */
  readonly reading?: Reading & PropertyAddress;
}

export interface Interlock {
  /** From the configuration; its kind when it has no name of its own. */
  readonly name: string;
  objects(write: PlannedWrite, world: InterlockWorld): Objection | undefined;
  /** Must the property go back to its safe value now? Asked again and again while it is away from it. */
  forces?(world: InterlockWorld): Objection | undefined;
}

export function refused(message: string, zh: string, reading?: Objection['reading']): Objection {
  return { code: 'INTERLOCK_REFUSED', message, zh, ...(reading === undefined ? {} : { reading }) };
}
