/** Where the journal ends, and whether that is where it ended when the node last ran. */
import { errorMessage } from '../core/app-error.ts';
import { ANCHOR_LOST } from './journal-anchor.ts';
import { GENESIS, missing, type ChainPoint } from './journal-chain.ts';
import { recordKey, type JournalRecord } from './journal-entry.ts';
import type { Space } from './space.ts';

export interface JournalEnd {
  /** What the next entry continues. */
  readonly head: ChainPoint;
  /** Set when entries were lost or changed. */
  readonly problem?: string;
}

/** @throws StateError when neither the last entry nor the anchor can be read */
export async function inspectEnd(
  records: Space<JournalRecord>,
  anchor: ChainPoint | undefined,
): Promise<JournalEnd> {
  try {
    const [newest] = await records.list({ reverse: true, limit: 1 });
    const { seq, hash } = newest?.[1] ?? GENESIS;
    const last = { seq, hash };
    if (anchor === undefined) return withoutAnchor(last);
    if (anchor.seq > last.seq) return { head: anchor, problem: missing(last.seq + 1, anchor.seq) };
    return { head: last, ...(await anchorProblem(records, anchor)) };
  } catch (error) {
    if (anchor === undefined) throw error;
    return { head: anchor, problem: errorMessage(error) };
  }
}

function withoutAnchor(last: ChainPoint): JournalEnd {
  const isNew = last.seq === 0;
  return isNew ? { head: last } : { head: last, problem: ANCHOR_LOST };
}

async function anchorProblem(
  records: Space<JournalRecord>,
  anchor: ChainPoint,
): Promise<{ problem?: string }> {
  if (anchor.seq === 0) return {};
  const record = await records.get(recordKey(anchor.seq));
  if (record?.hash === anchor.hash) return {};
  return { problem: `entry ${String(anchor.seq)} is not the one that the anchor names` };
}
