/** Reads the journal back with suspicion: recomputes the chain, and holds it against its own checkpoints and the anchor outside the database. */
import { ANCHOR_LOST } from './journal-anchor.ts';
import { linkProblem, missing, type ChainPoint } from './journal-chain.ts';
import type { JournalRecord } from './journal-entry.ts';

export interface Verification {
  readonly ok: boolean;
  /** How many were read; the reading ends at an entry that cannot be read. */
  readonly entries: number;
  /** Sequence numbers of the oldest and the newest; 0 when there are none. */
  readonly first: number;
  readonly last: number;
  /** The first thing that is wrong. */
  readonly problem?: string;
}

export class JournalVerifier {
  /** undefined when the file is missing or damaged. */
  readonly #anchor: ChainPoint | undefined;
  #entries = 0;
  #first: JournalRecord | undefined;
  #last: JournalRecord | undefined;
  /** Where the newest checkpoint says that the kept entries begin. */
  #keptFrom: number;
  #problem: string | undefined;

  /** @param keptFrom where the kept entries begin, as far as that is known without them */
  constructor(anchor: ChainPoint | undefined, keptFrom = 1) {
    this.#anchor = anchor;
    this.#keptFrom = keptFrom;
  }

  /** In the order of the sequence numbers. */
  add(record: JournalRecord): void {
    this.#problem ??= linkProblem(this.#last, record) ?? this.#anchorProblem(record);
    this.#entries += 1;
    this.#first ??= record;
    this.#last = record;
    const keptFrom = record.kind === 'seal' ? record.details['keptFrom'] : undefined;
    if (typeof keptFrom === 'number') this.#keptFrom = Math.max(keptFrom, this.#keptFrom);
  }

  /** Nothing after it could be read. */
  unreadable(reason: string): void {
    this.#problem ??= reason;
  }

  result(): Verification {
    const problem = this.#problem ?? this.#boundsProblem();
    return {
      ok: problem === undefined,
      entries: this.#entries,
      first: this.#first?.seq ?? 0,
      last: this.#last?.seq ?? 0,
      ...(problem === undefined ? {} : { problem }),
    };
  }

  #anchorProblem(record: JournalRecord): string | undefined {
    if (this.#anchor?.seq !== record.seq || this.#anchor.hash === record.hash) return undefined;
    return `entry ${String(record.seq)} is not the one that the anchor names`;
  }

  #boundsProblem(): string | undefined {
    const last = this.#last?.seq ?? 0;
    if (this.#anchor === undefined) return last === 0 ? undefined : ANCHOR_LOST;
    if (this.#anchor.seq > last) return missing(last + 1, this.#anchor.seq);
    const first = this.#first?.seq ?? this.#keptFrom;
    return first > this.#keptFrom ? missing(this.#keptFrom, first - 1) : undefined;
  }
}
