/**
 * The gateway's copies of the journals of other boards: each record as its board wrote it, in the
 * chain it wrote it in. What does not continue a chain is not taken. What is here already, and is
 * the same, is passed over, so that a board may send again what it is not sure of.
 *
 * A copy is as long as its original: it may begin at the checkpoint of a segment, when all before
 * was forgotten before it was first copied, and it forgets what a later checkpoint says is gone.
 *
 * A board whose disk was replaced, or put back from a copy, has another journal than it had. It says
 * so, and its next copy begins: `pump-room`, `pump-room.2`, … The copies before stay as they are.
 */
import { errorMessage } from '../core/app-error.ts';
import { Lane } from '../core/lane.ts';
import type { Log } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { StateError } from './errors.ts';
import { GENESIS, isAsWritten, linkProblem, type ChainPoint } from './journal-chain.ts';
import { recordKey, recordSchema, type JournalRecord } from './journal-entry.ts';
import { searchRecords, type JournalQuery } from './journal-search.ts';
import { JournalVerifier, type Verification } from './journal-verifier.ts';
import { defineSpace, type Range, type Space } from './space.ts';
import type { Store, Write } from './store.ts';

export interface JournalCopiesParts {
  readonly store: Store;
  readonly log: Log;
}

const boundsSchema = z.strictObject({
  /** Where the copy begins. */
  first: z.number().int().positive(),
  seq: z.number().int(),
  hash: z.string(),
  /** By which the board began this copy anew; none in its first. */
  anew: z.string().optional(),
});

/** Of one copy; written with every record, so that a copy that lost its end is noticed. */
type Bounds = z.infer<typeof boundsSchema>;

const recordSpace = defineSpace({ name: 'journal-copies', schema: recordSchema });
const boundsSpace = defineSpace({ name: 'journal-copy-bounds', schema: boundsSchema });

/** Whoever begins anew again and again does not fill the disk of the gateway. One digit: names sort. */
const MAX_COPIES = 9;

const NOTHING: Bounds = { first: 1, ...GENESIS };

export class JournalCopies {
  readonly #store: Store;
  readonly #log: Log;
  readonly #records: Space<JournalRecord>;
  readonly #bounds: Space<Bounds>;
  readonly #lane = new Lane();
  /** Board → the name of the copy that goes on. */
  readonly #current = new Map<string, string>();

  constructor({ store, log }: JournalCopiesParts) {
    this.#store = store;
    this.#log = log;
    this.#records = store.space(recordSpace);
    this.#bounds = store.space(boundsSpace);
  }

  /** The names of all copies: that of the board, and with a number behind a dot those it began anew. */
  async names(): Promise<readonly string[]> {
    return (await this.#bounds.list()).map(([name]) => name);
  }

  /** The ends of all copies: others, as soon as one of them has a record more. */
  async ends(): Promise<readonly string[]> {
    return (await this.#bounds.list()).map(([, { hash }]) => hash);
  }

  /** The newest record that is here; `seq` 0 before the first. */
  async head(board: string): Promise<ChainPoint> {
    const { seq, hash } = (await this.#bounds.get(await this.#nameOf(board))) ?? NOTHING;
    return { seq, hash };
  }

  /**
   * The journal of the board is another one from here on. Harmless when repeated.
   * @param anew the same for the same beginning @throws StateError `STATE_COPY_BROKEN` at the tenth
   */
  begin(board: string, anew: string): Promise<void> {
    return this.#lane.run(async () => {
      const name = await this.#nameOf(board);
      if ((await this.#bounds.get(name))?.anew === anew) return;
      const number = Number(name.split('.')[1] ?? 1) + 1;
      if (number > MAX_COPIES) throw this.#broken(board, 'began anew too often');
      const next = `${board}.${String(number)}`;
      await this.#store.durable([this.#bounds.put(next, { ...NOTHING, anew })]);
      this.#current.set(board, next);
      this.#log.warn({ board, copy: next }, 'a board has another journal than before');
    });
  }

  /**
   * One durable barrier for the records and for the writes that belong to them. Resolves with the
   * head. @param given as it came over the wire @throws StateError `STATE_COPY_BROKEN`; then nothing is written
   */
  append(
    board: string,
    given: readonly unknown[],
    alongside: readonly Write[] = [],
  ): Promise<ChainPoint> {
    return this.#lane.run(async () => {
      const records = given.map((record) => this.#parse(board, record));
      const name = await this.#nameOf(board);
      const before = (await this.#bounds.get(name)) ?? NOTHING;
      const fresh = await this.#continuing(name, before, records);
      const after = boundsAfter(before, fresh);
      const writes = fresh.map((record) => this.#records.put(keyOf(name, record.seq), record));
      for (let seq = before.first; seq < after.first; seq += 1)
        writes.push(this.#records.remove(keyOf(name, seq)));
      if (fresh.length > 0) writes.push(this.#bounds.put(name, after));
      if (writes.length + alongside.length > 0)
        await this.#store.durable([...writes, ...alongside]);
      return { seq: after.seq, hash: after.hash };
    });
  }

  /** Oldest first, unless reversed. */
  entries(name: string, query: JournalQuery = {}): Promise<JournalRecord[]> {
    const range = { ...rangeOf(name), reverse: query.reverse ?? false };
    return searchRecords(this.#records.scan(range), query);
  }

  async verify(name: string): Promise<Verification> {
    const bounds = (await this.#bounds.get(name)) ?? NOTHING;
    const verifier = new JournalVerifier(bounds, bounds.first);
    try {
      for await (const [, record] of this.#records.scan(rangeOf(name))) verifier.add(record);
    } catch (error) {
      verifier.unreadable(errorMessage(error));
    }
    return verifier.result();
  }

  async #nameOf(board: string): Promise<string> {
    const known = this.#current.get(board);
    if (known !== undefined) return known;
    const later = await this.#bounds.list({ gte: `${board}.`, lt: `${board}/` });
    const name = later.at(-1)?.[0] ?? board;
    this.#current.set(board, name);
    return name;
  }

  #parse(board: string, given: unknown): JournalRecord {
    const parsed = recordSchema.safeParse(given);
    if (!parsed.success)
      throw this.#broken(board, `sent no record: ${z.prettifyError(parsed.error)}`);
    const { board: named, seq } = parsed.data;
    // A gap that was recorded before anything else names no board.
    if (named === board || named === '') return parsed.data;
    throw this.#broken(board, `sent entry ${String(seq)} in the name of ${named}`);
  }

  /** The records behind the head. What stands before it must be what is here. */
  async #continuing(
    name: string,
    bounds: Bounds,
    records: readonly JournalRecord[],
  ): Promise<readonly JournalRecord[]> {
    const fresh: JournalRecord[] = [];
    let head: ChainPoint = bounds;
    for (const record of records) {
      const problem =
        record.seq <= head.seq ? await this.#repeatProblem(name, record) : breakAt(head, record);
      if (problem !== undefined) throw this.#broken(name, problem);
      if (record.seq <= head.seq) continue;
      fresh.push(record);
      head = record;
    }
    return fresh;
  }

  async #repeatProblem(name: string, record: JournalRecord): Promise<string | undefined> {
    const known = await this.#records.get(keyOf(name, record.seq));
    if (known === undefined || known.hash === record.hash) return undefined;
    return `sent another entry ${String(record.seq)} than before`;
  }

  #broken(board: string, problem: string): StateError {
    this.#log.error({ board, problem }, 'journal of a board does not continue');
    return new StateError('STATE_COPY_BROKEN', `the journal of ${board}: ${problem}`);
  }
}

/** A board that lost entries says so in its chain: the gap is taken, and verification tells of it. */
function breakAt(head: ChainPoint, record: JournalRecord): string | undefined {
  if (record.kind === 'gap' && isAsWritten(record)) return undefined;
  const isBeginning = head.seq === 0 && record.kind === 'seal';
  return linkProblem(isBeginning ? undefined : head, record);
}

/** A checkpoint says where the journal of the board begins by now. */
function boundsAfter(before: Bounds, fresh: readonly JournalRecord[]): Bounds {
  let first = before.seq === 0 ? (fresh[0]?.seq ?? before.first) : before.first;
  for (const { details } of fresh.filter(({ kind }) => kind === 'seal'))
    if (typeof details['keptFrom'] === 'number') first = Math.max(first, details['keptFrom']);
  const { seq, hash } = fresh.at(-1) ?? before;
  return { ...before, first, seq, hash };
}

function rangeOf(name: string): Range {
  return { gte: `${name}/`, lt: `${name}0` };
}

function keyOf(name: string, seq: number): string {
  return `${name}/${recordKey(seq)}`;
}
