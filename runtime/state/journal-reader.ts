/** What whoever only asks needs of a journal: of one board, or of the whole site. */
import type { JournalRecord } from './journal-entry.ts';
import type { JournalQuery } from './journal-search.ts';
import type { Verification } from './journal-verifier.ts';

export interface JournalReader {
  /** Oldest first, unless reversed. */
  entries(query?: JournalQuery): Promise<JournalRecord[]>;
  verify(): Promise<Verification>;
}
