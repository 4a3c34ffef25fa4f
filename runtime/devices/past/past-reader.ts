/** Asks the history for a stretch of the past of one property, in the terms of the site. */
import type { PropertyAddress } from '../../core/reading.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Clock } from '../../core/clock.ts';
import type { History, HistoryRow } from '../../state/history/history.ts';
import type { TierName } from '../../state/history/tiers.ts';
import type { ThingsView } from '../things-view.ts';
import { readPastQuestion, type PastArguments } from './past-arguments.ts';

/** What `history --json` prints. */
export interface PastData extends PropertyAddress {
  /** `thing.property`. */
  readonly series: string;
  /** Booleans are 0 and 1, and their mean is the share of readings that were 1. */
  readonly type: 'boolean' | 'number';
  readonly unit?: string;
  readonly from: number;
  readonly to: number;
  /** Set when it was asked as "the last …". */
  readonly lastMs?: number;
  readonly tier: TierName;
  readonly rows: readonly HistoryRow[];
}

export interface PastReaderParts {
  readonly history: Pick<History, 'query'>;
  readonly things: ThingsView;
  readonly clock: Clock;
}

export class PastReader {
  readonly #parts: PastReaderParts;

  constructor(parts: PastReaderParts) {
    this.#parts = parts;
  }

  async read(args: PastArguments): Promise<PastData | Refusal> {
    const { history, things, clock } = this.#parts;
    const question = readPastQuestion(args, things, clock.now());
    if (isRefusal(question)) return question;
    const { property, ...stretch } = question;
    const { name: series, address, spec } = property;
    const answer = await history.query({ series, ...stretch, points: args.points });
    const unit = spec.unit === undefined ? {} : { unit: spec.unit };
    return { series, ...address, type: spec.type, ...unit, ...stretch, ...answer };
  }
}
