/**
 * Sealed segments: what gives the journal a size. When the open segment is full, its checkpoint, a
 * `seal` entry, begins the next one; segments beyond the retention are forgotten with the same
 * batch. Pure bookkeeping: this file neither reads nor writes.
 */
import { z } from '../core/schema.ts';
import type { ChainPoint } from './journal-chain.ts';

const segmentSchema = z.strictObject({ first: z.number(), last: z.number(), hash: z.string() });

/** Oldest first; without holes between them. */
export const segmentsSchema = z.array(segmentSchema).readonly();

export type Segment = z.infer<typeof segmentSchema>;

export interface SegmentLimits {
  /** Entries in a segment, its opening seal included; a batch is never torn apart. */
  readonly entries: number;
  /** Sealed segments that are kept beside the open one. */
  readonly kept: number;
}

export interface Sealing {
  readonly sealed: readonly Segment[];
  readonly forgotten: readonly Segment[];
}

/** What sealing at `head` leads to; undefined while the open segment has room. */
export function sealAt(
  head: ChainPoint,
  sealed: readonly Segment[],
  limits: SegmentLimits,
): Sealing | undefined {
  const first = (sealed.at(-1)?.last ?? 0) + 1;
  if (head.seq - first + 1 < limits.entries) return undefined;
  const all = [...sealed, { first, last: head.seq, hash: head.hash }];
  const surplus = Math.max(0, all.length - limits.kept);
  return { sealed: all.slice(surplus), forgotten: all.slice(0, surplus) };
}
