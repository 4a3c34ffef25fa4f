/** The past of readings, asked of the board: curves for a window, and the small ones of the overview, a few at a time. */
import type { PropertyAddress } from '../../core/reading.ts';
import { addressName } from './address-name.ts';
import { isHistory, type HistoryAnswer, type TimeWindow } from './answers.ts';
import type { Rest } from './rest.ts';
import type { SiteModel } from './site-model.ts';

/** More than a small curve has pixels says nothing. */
const SPARK_POINTS = 60;

export interface PastParts {
  readonly rest: Rest;
  readonly site: SiteModel;
  readonly onChange: () => void;
}

export class Past {
  readonly #parts: PastParts;
  readonly #asked = new Set<string>();
  /** One at a time: an overview of hundreds of things must not keep the board busy. */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: PastParts) {
    this.#parts = parts;
  }

  /** undefined: the board keeps none, or did not answer. @param from epoch ms, as `to`. */
  async window(
    address: PropertyAddress,
    { from, to }: TimeWindow,
    points: number,
  ): Promise<(HistoryAnswer & TimeWindow) | undefined> {
    const target = addressName(address);
    const query = { target, from: isoOf(from), to: isoOf(to), points };
    const answer = await this.#parts.rest.ask('history', query);
    return answer.kind === 'done' && isHistory(answer.data)
      ? { ...answer.data, from, to }
      : undefined;
  }

  /** Fills the tail of a property with its last day, once. */
  want(address: PropertyAddress): void {
    const name = addressName(address);
    if (this.#asked.has(name)) return;
    this.#asked.add(name);
    this.#queue = this.#queue.then(() => this.#fill(address));
  }

  async #fill(address: PropertyAddress): Promise<void> {
    const { site, onChange } = this.#parts;
    const to = site.now();
    const past = await this.window(address, { from: to - 86_400_000, to }, SPARK_POINTS);
    if (past === undefined || past.rows.length === 0) return;
    site.prepend(
      address,
      past.rows.map(({ at, mean }) => ({ at, value: mean })),
    );
    onChange();
  }
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
