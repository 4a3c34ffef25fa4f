/** What can be asked of a journal, and how its records are gone through for it. */
import type { JournalKind, JournalRecord } from './journal-entry.ts';

export interface JournalQuery {
  readonly board?: string | undefined;
  readonly thing?: string | undefined;
  readonly property?: string | undefined;
  readonly kind?: JournalKind | undefined;
  /** Id of the command that it belongs to. */
  readonly command?: string | undefined;
  /** Epoch ms, inclusive. */
  readonly since?: number | undefined;
  /** Epoch ms, exclusive. */
  readonly before?: number | undefined;
  /**
   * Epoch ms: backwards, the search ends at the first older entry, for whoever looks for what is young and does
   * without what a clock that was set hides. `since` looks at all.
   */
  readonly notBefore?: number | undefined;
  /** Default 100. */
  readonly limit?: number | undefined;
  /** Newest first. */
  readonly reverse?: boolean | undefined;
}

export const DEFAULT_LIMIT = 100;

/** @param records in the order that the query asks for; read until the limit is reached */
export async function searchRecords(
  records: AsyncIterable<readonly [string, JournalRecord]>,
  query: JournalQuery,
): Promise<JournalRecord[]> {
  const { limit = DEFAULT_LIMIT, notBefore = -Infinity } = query;
  const found: JournalRecord[] = [];
  for await (const [, record] of records) {
    if (record.at < notBefore) break;
    if (matches(record, query)) found.push(record);
    if (found.length >= limit) break;
  }
  return found;
}

function matches(record: JournalRecord, query: JournalQuery): boolean {
  const { board, thing, property, kind, command, since, before } = query;
  if (board !== undefined && record.board !== board) return false;
  if (thing !== undefined && record.thing !== thing) return false;
  if (property !== undefined && record.property !== property) return false;
  if (kind !== undefined && record.kind !== kind) return false;
  if (command !== undefined && record.command !== command) return false;
  return record.at >= (since ?? -Infinity) && record.at < (before ?? Infinity);
}
