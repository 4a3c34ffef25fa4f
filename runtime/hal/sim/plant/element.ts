/**
 * One element of the simulated plant, at the end of its wire: what it measures or moves, and what
 * can break in it. Faults are physical: the drivers notice them, or do not, as with real parts.
 */
import type { Value } from '../../../core/reading.ts';

export const FAULT_KINDS = ['stuck', 'disconnect', 'noise', 'bad-crc', 'bounce'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlantElement {
  /** Its name in the board file: `tank-level`. */
  readonly signal: string;
  /** Where it is wired: `i2c1:0x48`. */
  readonly claim: string;
  readonly quantities: readonly Quantity[];
  readonly possibleFaults: readonly FaultKind[];
  readonly fault: FaultKind | undefined;
  /** undefined repairs it. Only for `possibleFaults`. */
  setFault(kind: FaultKind | undefined): void;
}

/** A physical quantity, true whatever the wire says, in the unit people read. */
export interface Quantity {
  /** The driver's channel that shows it. */
  readonly channel: string;
  readonly unit?: string;
  /** What it can be set to. */
  readonly range?: readonly [number, number];
  get(): Value;
  /** Absent where it follows from others, as the flow follows the pump. */
  set?(value: Value): void;
}
