/** The board's journal on its way to the copy at the gateway. The journal itself is the queue. */
import type { Clock } from '../../core/clock.ts';
import type { JournalRecord } from '../../state/journal-entry.ts';
import type { Journal } from '../../state/journal.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import { OrderedFlow, type Parcel } from './ordered-flow.ts';

export interface JournalOutParts {
  readonly journal: Pick<Journal, 'after'>;
  readonly topic: string;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

const BATCH_RECORDS = 100;
/** Well below what a broker and the codec let through; a single record is at most a few KiB. */
const BATCH_BYTES = 32_768;

export function journalOut({ journal, topic, clock, onTrouble }: JournalOutParts): OrderedFlow {
  return new OrderedFlow({ clock, onTrouble, next });

  async function next(after: number): Promise<Parcel | undefined> {
    const records = cut(await journal.after(after, BATCH_RECORDS));
    const last = records.at(-1);
    if (last === undefined) return undefined;
    return { last: last.seq, topic, payload: encodeWire({ records }) };
  }
}

/** As many as fit, and at least one. */
function cut(records: readonly JournalRecord[]): readonly JournalRecord[] {
  let sizeBytes = 0;
  const end = records.findIndex((record, index) => {
    sizeBytes += JSON.stringify(record).length;
    return index > 0 && sizeBytes > BATCH_BYTES;
  });
  return end === -1 ? records : records.slice(0, end);
}
