/**
 * A journal that remembers what it was asked lately. Each question goes through all that is kept (a third of a
 * second for 20,000 entries), and what several people ask after something happened is the same. An answer holds
 * as long as nothing was added: the version is part of what it is found by.
 */
import type { Clock } from '../core/clock.ts';
import { ResultCache } from '../core/result-cache.ts';
import type { JournalRecord } from './journal-entry.ts';
import type { JournalReader } from './journal-reader.ts';
import type { JournalQuery } from './journal-search.ts';
import type { Verification } from './journal-verifier.ts';

export interface CachedJournalParts {
  readonly journal: JournalReader;
  /** Another one after each entry that was added, in whichever of the journals behind it. */
  readonly version: () => Promise<string>;
  readonly clock: Clock;
}

/** Some dozen stories of a thing. */
const MAX_BYTES = 1_000_000;
const TTL_MS = 10 * 60_000;

export class CachedJournal implements JournalReader {
  readonly #parts: CachedJournalParts;
  readonly #answers: ResultCache<readonly JournalRecord[]>;

  constructor(parts: CachedJournalParts) {
    this.#parts = parts;
    this.#answers = new ResultCache({ clock: parts.clock, maxBytes: MAX_BYTES, ttlMs: TTL_MS });
  }

  async entries(query: JournalQuery = {}): Promise<JournalRecord[]> {
    const { journal, version } = this.#parts;
    // What is added while it reads may be in the answer; who asks after that asks for another version.
    const key = `${await version()} ${JSON.stringify(query)}`;
    const known = this.#answers.find(key);
    if (known !== undefined) return [...known];
    const entries = await journal.entries(query);
    this.#answers.keep(key, entries, key.length + JSON.stringify(entries).length);
    return [...entries];
  }

  /** Always read anew: that is what it is for. */
  verify(): Promise<Verification> {
    return this.#parts.journal.verify();
  }
}
