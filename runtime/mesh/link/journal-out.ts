/**
 * The board's journal on its way to the copy at the gateway. The journal itself is the queue. When
 * what the gateway holds is no part of it (this disk is new, or was put back from a copy), all of it
 * goes there as a journal that begins anew.
 */
import type { Clock } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import type { JournalRecord } from '../../state/journal-entry.ts';
import type { Journal } from '../../state/journal.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import type { Ack } from './messages.ts';
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

export class JournalOut {
  readonly flow: OrderedFlow;
  readonly #journal: JournalOutParts['journal'];
  readonly #topic: string;
  /** Set while the gateway has to begin another copy. */
  #anew: string | undefined;

  constructor({ journal, topic, clock, onTrouble }: JournalOutParts) {
    this.#journal = journal;
    this.#topic = topic;
    this.flow = new OrderedFlow({ clock, onTrouble, next: (after) => this.#next(after) });
  }

  async acknowledge(head: NonNullable<Ack['journal']>): Promise<void> {
    const isOurs = head.seq === 0 || (await this.#holds(head));
    this.#anew = isOurs ? undefined : (this.#anew ?? randomText(12));
    this.flow.acknowledge(isOurs ? head.seq : 0);
  }

  async #holds({ seq, hash }: NonNullable<Ack['journal']>): Promise<boolean> {
    const [record] = await this.#journal.after(seq - 1, 1);
    return record?.seq === seq && record.hash === hash;
  }

  async #next(after: number): Promise<Parcel | undefined> {
    const records = cut(await this.#journal.after(after, BATCH_RECORDS));
    const last = records.at(-1);
    if (last === undefined) return undefined;
    const payload = encodeWire({ records, anew: this.#anew });
    return { last: last.seq, topic: this.#topic, payload };
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
