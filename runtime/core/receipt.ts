/** What was measured after a write. "Done" is never said without one. */
import type { Reading, Value } from './reading.ts';

/** `sensor` an independent reading agrees · `latch` the output register was read back · `none` neither. */
export type Evidence = 'sensor' | 'latch' | 'none';

export interface Receipt {
  /** The command, or the rule's own write, that this answers. */
  readonly command: string;
  readonly board: string;
  readonly thing: string;
  readonly property: string;
  readonly requested: Value;
  /** What the evidence says the property now is; null when it says nothing clear. */
  readonly measured: Value | null;
  readonly unit?: string;
  readonly evidence: Evidence;
  /** When it was measured, epoch ms. */
  readonly at: number;
  /** Sequence number of the outcome entry in the journal. */
  readonly journal: number;
  /** The independent reading behind `sensor`, or behind a contradiction. */
  readonly proof?: { readonly thing: string; readonly property: string; readonly reading: Reading };
  /** Set when a rule of the site asked for the write and no person did. */
  readonly rule?: string;
  /** For "for ten minutes": when the board will undo it, epoch ms. */
  readonly until?: number;
}
