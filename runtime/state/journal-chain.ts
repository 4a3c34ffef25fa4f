/**
 * The hash chain of the journal: every record's hash covers its content and the hash before it, so
 * none can be changed, dropped or moved without breaking the rest. It is a checksum and not a
 * signature: who owns the machine can compute a new chain.
 */
import { createHash } from 'node:crypto';
import { encodeCbor } from '../core/cbor.ts';
import type { JournalEntry, JournalRecord } from './journal-entry.ts';
import { recordSchema } from './journal-entry.ts';

/** A place in the chain: where it ends, or where an anchor was set. */
export interface ChainPoint {
  readonly seq: number;
  readonly hash: string;
}

/** What the first record ever continues. */
export const GENESIS: ChainPoint = { seq: 0, hash: '0'.repeat(64) };

/** The record that continues `previous`. Its details are made plain first: what is hashed is what is stored. */
export function chainRecord(previous: ChainPoint, at: number, entry: JournalEntry): JournalRecord {
  const draft = { ...entry, seq: previous.seq + 1, at, prev: previous.hash, hash: '' };
  const plain = recordSchema.parse(JSON.parse(JSON.stringify(draft)));
  return { ...plain, hash: hashOf(plain) };
}

/** What is wrong with `record` standing behind `previous`, or nothing. */
export function linkProblem(
  previous: ChainPoint | undefined,
  record: JournalRecord,
): string | undefined {
  const entry = `entry ${String(record.seq)}`;
  if (!isAsWritten(record)) return `${entry} is not as it was written`;
  if (record.kind === 'gap') return `${entry} records a gap: ${record.cause}`;
  if (previous === undefined) return undefined;
  if (record.seq !== previous.seq + 1) return missing(previous.seq + 1, record.seq - 1);
  if (record.prev !== previous.hash) return `${entry} does not continue the one before it`;
  return undefined;
}

/** Does the hash of the record fit its content? */
export function isAsWritten(record: JournalRecord): boolean {
  return hashOf(record) === record.hash;
}

/** `entry 7 is missing`, `entries 7 to 9 are missing` */
export function missing(first: number, last: number): string {
  return first === last
    ? `entry ${String(first)} is missing`
    : `entries ${String(first)} to ${String(last)} are missing`;
}

/** SHA-256 over the 32 bytes of the hash before, then the deterministic CBOR of all other fields. */
function hashOf(record: JournalRecord): string {
  const content = encodeCbor({ ...record, prev: undefined, hash: undefined });
  return createHash('sha256').update(record.prev, 'hex').update(content).digest('hex');
}
