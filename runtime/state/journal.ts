/**
 * The journal: the hash-chained record of what changed the world, what was refused, and why. Here
 * are its order, its durability and its size; `journal-chain.ts` has the chain and
 * `journal-verifier.ts` reads it back with suspicion.
 *
 * It is never silently shorter than it was: a database that ends before the anchor gets a `gap`
 * entry at start, the numbers of the lost entries are not used again, and verification fails until
 * the segment that holds the gap is forgotten. The node runs on meanwhile.
 */
import { errorMessage } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { StateError } from './errors.ts';
import { JournalAnchor, readAnchor } from './journal-anchor.ts';
import { chainRecord, GENESIS, type ChainPoint } from './journal-chain.ts';
import { inspectEnd } from './journal-end.ts';
import { recordKey, recordSchema, type JournalEntry, type JournalRecord } from './journal-entry.ts';
import {
  sealAt,
  segmentsSchema,
  type Sealing,
  type Segment,
  type SegmentLimits,
} from './journal-segments.ts';
import type { JournalReader } from './journal-reader.ts';
import { searchRecords, type JournalQuery } from './journal-search.ts';
import { JournalVerifier, type Verification } from './journal-verifier.ts';
import { defineSpace, type Space, type Write } from './space.ts';
import type { Store } from './store.ts';

export interface JournalParts {
  readonly store: Store;
  /** Of the store; the anchor stands in it, outside the database. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Default 20 sealed segments of 10,000 entries. */
  readonly limits?: SegmentLimits;
}

/** What one call adds, in memory: nothing of it counts until all of it is built. */
interface Draft {
  readonly records: JournalRecord[];
  readonly writes: Write[];
  head: ChainPoint;
  sealed: readonly Segment[];
}

const recordSpace = defineSpace({ name: 'journal', schema: recordSchema });
const segmentSpace = defineSpace({ name: 'journal-segments', schema: segmentsSchema });
const DEFAULT_LIMITS: SegmentLimits = { entries: 10_000, kept: 20 };

export class Journal implements Service, JournalReader {
  readonly #store: Store;
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limits: SegmentLimits;
  readonly #records: Space<JournalRecord>;
  readonly #segments: Space<readonly Segment[]>;
  readonly #anchor: JournalAnchor;
  readonly #listeners = new Set<() => void>();
  /** What the next entry continues; ahead of `#durable` while a commit runs. */
  #head: ChainPoint = GENESIS;
  #durable: ChainPoint = GENESIS;
  #sealed: readonly Segment[] = [];

  constructor({ store, directory, clock, log, limits }: JournalParts) {
    this.#store = store;
    this.#directory = directory;
    this.#clock = clock;
    this.#log = log;
    this.#limits = limits ?? DEFAULT_LIMITS;
    this.#records = store.space(recordSpace);
    this.#segments = store.space(segmentSpace);
    this.#anchor = new JournalAnchor(directory);
  }

  /** The newest entry that is durable; `seq` 0 before the first. */
  get head(): ChainPoint {
    return this.#durable;
  }

  async start(): Promise<void> {
    const anchor = await readAnchor(this.#directory);
    const { head, problem } = await inspectEnd(this.#records, anchor);
    this.#sealed = (await this.#segments.get('sealed')) ?? [];
    this.#head = head;
    this.#durable = head;
    if (problem !== undefined) await this.#recordGap(problem);
    await this.#anchor.open(this.#durable, anchor === undefined);
  }

  stop(): Promise<void> {
    this.#anchor.close();
    return Promise.resolve();
  }

  /**
   * One durable barrier for the entries and for the writes that belong to them. Numbers and hashes
   * are given out in the order of the calls. @throws StateError; then the store takes no more writes.
   */
  async append(
    entries: readonly JournalEntry[],
    alongside: readonly Write[] = [],
  ): Promise<readonly JournalRecord[]> {
    if (!this.#anchor.isOpen) throw new StateError('STATE_STOPPED', 'the journal is not open');
    return this.#write(entries, alongside);
  }

  /** Oldest first, unless reversed. Reads through the kept entries until the limit is reached. */
  entries(query: JournalQuery = {}): Promise<JournalRecord[]> {
    return searchRecords(this.#records.scan({ reverse: query.reverse ?? false }), query);
  }

  /** What follows an entry, oldest first: for whoever keeps a copy. */
  async after(seq: number, limit: number): Promise<JournalRecord[]> {
    const found = await this.#records.list({ gte: recordKey(seq + 1), limit });
    return found.map(([, record]) => record);
  }

  /** Called when new entries are durable. Returns how to stop. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads every kept entry. Needs no `start`, so that a stopped node can be verified without changing it. */
  async verify(): Promise<Verification> {
    const verifier = new JournalVerifier(await readAnchor(this.#directory));
    try {
      for await (const [, record] of this.#records.scan()) verifier.add(record);
    } catch (error) {
      verifier.unreadable(errorMessage(error));
    }
    return verifier.result();
  }

  async #write(
    entries: readonly JournalEntry[],
    alongside: readonly Write[],
  ): Promise<readonly JournalRecord[]> {
    const draft = this.#draft(entries);
    this.#head = draft.head;
    this.#sealed = draft.sealed;
    await this.#store.durable([...draft.writes, ...alongside]);
    if (draft.head.seq > this.#durable.seq) this.#moveAnchor(draft.head);
    for (const listener of this.#listeners) listener();
    return draft.records;
  }

  /** The entries are safe by then: an anchor that cannot be moved is a weaker proof and no failure. */
  #moveAnchor(point: ChainPoint): void {
    this.#durable = point;
    try {
      this.#anchor.set(point);
    } catch (error) {
      this.#log.error({ error }, 'journal anchor cannot be written');
    }
  }

  #draft(entries: readonly JournalEntry[]): Draft {
    const draft: Draft = { records: [], writes: [], head: this.#head, sealed: this.#sealed };
    for (const entry of entries) {
      draft.records.push(this.#add(draft, entry));
      const sealing = sealAt(draft.head, draft.sealed, this.#limits);
      if (sealing !== undefined) this.#seal(draft, sealing, entry.board);
    }
    return draft;
  }

  #add(draft: Draft, entry: JournalEntry): JournalRecord {
    const record = chainRecord(draft.head, this.#clock.now(), entry);
    draft.writes.push(this.#records.put(recordKey(record.seq), record));
    draft.head = { seq: record.seq, hash: record.hash };
    return record;
  }

  #seal(draft: Draft, { sealed, forgotten }: Sealing, board: string): void {
    const details = { ...sealed.at(-1), keptFrom: sealed[0]?.first };
    this.#add(draft, { kind: 'seal', board, actor: 'journal', cause: 'segment is full', details });
    draft.writes.push(this.#segments.put('sealed', sealed));
    for (const { first, last } of forgotten)
      for (let seq = first; seq <= last; seq += 1)
        draft.writes.push(this.#records.remove(recordKey(seq)));
    draft.sealed = sealed;
  }

  async #recordGap(problem: string): Promise<void> {
    this.#log.error({ problem }, 'journal has lost entries');
    const [last] = await this.entries({ reverse: true, limit: 1 }).catch(() => []);
    const gap = { kind: 'gap', board: last?.board ?? '', actor: 'journal' } as const;
    await this.#write([{ ...gap, cause: problem, details: {} }], []);
  }
}
