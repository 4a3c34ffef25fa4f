/** One reader over the journals of a whole site: this node's own, and the copies of all others. */
import type { JournalCopies } from './journal-copies.ts';
import type { JournalRecord } from './journal-entry.ts';
import type { JournalReader } from './journal-reader.ts';
import { DEFAULT_LIMIT, type JournalQuery } from './journal-search.ts';
import type { Verification } from './journal-verifier.ts';

export interface BoardVerification extends Verification {
  readonly board: string;
}

export interface SiteVerification extends Verification {
  /** This node's own first. */
  readonly boards: readonly BoardVerification[];
}

export interface SiteJournalParts {
  /** This node's own board. */
  readonly board: string;
  readonly own: JournalReader;
  readonly copies: JournalCopies;
}

export class SiteJournal implements JournalReader {
  readonly #parts: SiteJournalParts;

  constructor(parts: SiteJournalParts) {
    this.#parts = parts;
  }

  /** By time; those of one board stay in the order of its chain. */
  async entries(query: JournalQuery = {}): Promise<JournalRecord[]> {
    const { own, copies } = this.#parts;
    const names = await copies.names();
    const lists = await Promise.all([
      own.entries(query),
      ...names.map((name) => copies.entries(name, query)),
    ]);
    return mergeByTime(lists, query.reverse ?? false).slice(0, query.limit ?? DEFAULT_LIMIT);
  }

  /** `first` and `last` are those of this node's own journal, `entries` counts all. */
  async verify(): Promise<SiteVerification> {
    const { board, own, copies } = this.#parts;
    const found: BoardVerification[] = [{ board, ...(await own.verify()) }];
    for (const other of await copies.names())
      found.push({ board: other, ...(await copies.verify(other)) });
    const broken = found.find(({ ok }) => !ok);
    const problem = broken && `${broken.board}: ${broken.problem ?? 'it does not verify'}`;
    return {
      ok: broken === undefined,
      entries: found.reduce((sum, { entries }) => sum + entries, 0),
      first: found[0]?.first ?? 0,
      last: found[0]?.last ?? 0,
      ...(problem === undefined ? {} : { problem }),
      boards: found,
    };
  }
}

function mergeByTime(lists: readonly JournalRecord[][], reverse: boolean): JournalRecord[] {
  const queues = lists.map((list) => [...list].reverse()).filter(({ length }) => length > 0);
  const merged: JournalRecord[] = [];
  const hashes = new Set<string>();
  for (;;) {
    const next = queues.reduce<JournalRecord[] | undefined>(
      (best, queue) => (best === undefined || isBefore(queue, best, reverse) ? queue : best),
      undefined,
    );
    const record = next?.pop();
    if (next === undefined || record === undefined) return merged;
    // Of a board that was put back from a copy, two copies begin alike.
    if (!hashes.has(record.hash)) merged.push(record);
    hashes.add(record.hash);
    if (next.length === 0) queues.splice(queues.indexOf(next), 1);
  }
}

function isBefore(queue: JournalRecord[], other: JournalRecord[], reverse: boolean): boolean {
  const difference = (queue.at(-1)?.at ?? 0) - (other.at(-1)?.at ?? 0);
  return reverse ? difference > 0 : difference < 0;
}
