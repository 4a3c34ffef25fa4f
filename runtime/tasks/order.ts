/** What is asked for in one sentence, as plain data: what is confirmed is hashed. */
import type { Value } from '../core/reading.ts';
import type { PinOrder } from './pin-control.ts';
import type { Proposal } from './proposal.ts';

export type WriteRequest = {
  readonly thing: string;
  readonly property: string;
  readonly value: Value;
  /** "for ten minutes", ms. */
  readonly forMs?: number | undefined;
  /** "at six", epoch ms. */
  readonly startsAt?: number | undefined;
  /** The task that it takes back. */
  readonly undoes?: string | undefined;
  /** Asks before it is written, whatever the site says of the property. */
  readonly asksFirst?: boolean | undefined;
  /** Not without the one before it in its order. */
  readonly follows?: boolean | undefined;
};

/** What one sentence asks for: confirmed by one yes, carried out in this sequence. */
export type Order = {
  readonly writes: readonly WriteRequest[];
  /** Instead of writes: the test of a line. */
  readonly pinTest?: PinOrder;
  /** Instead of writes: what another room would change. */
  readonly proposal?: Proposal;
};

export function mostOf(one: 0 | 1 | 2, other: 0 | 1 | 2): 0 | 1 | 2 {
  return one > other ? one : other;
}
