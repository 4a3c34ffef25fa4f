/** Samples that stand in no block yet, by series, in the order they came. Bounded by whoever adds. */
import type { Sample } from './sample.ts';

interface Waiting {
  readonly samples: Sample[];
  /** Did each come after the one before it, and after all that is in blocks, as far as that is known? */
  inOrder: boolean;
  newest: number;
}

export class PendingSamples {
  readonly #waiting = new Map<string, Waiting>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Of every series that ever had one. */
  get series(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  add(series: string, sample: Sample): void {
    const waiting = this.#waiting.get(series) ?? this.#begin(series);
    if (sample.at <= waiting.newest) waiting.inOrder = false;
    waiting.newest = Math.max(waiting.newest, sample.at);
    waiting.samples.push(sample);
    this.#size += 1;
  }

  of(series: string): readonly Sample[] {
    return this.#waiting.get(series)?.samples ?? [];
  }

  /** May one of them stand in a block already? */
  mayRepeat(series: string): boolean {
    return this.#waiting.get(series)?.inOrder === false;
  }

  /** The first `count` stand in blocks now, on disk. */
  settle(series: string, count: number): void {
    const waiting = this.#waiting.get(series);
    if (waiting === undefined) return;
    this.#size -= waiting.samples.splice(0, count).length;
    waiting.inOrder = waiting.samples.length === 0;
  }

  /** What stands in blocks from an earlier life is not known: the first sample counts as a possible repeat. */
  #begin(series: string): Waiting {
    const waiting = { samples: [], inOrder: false, newest: -Infinity };
    this.#waiting.set(series, waiting);
    return waiting;
  }
}

/** In the order of time, the first of each moment. */
export function inOrder(samples: readonly Sample[]): Sample[] {
  const sorted = [...samples].sort((left, right) => left.at - right.at);
  return sorted.filter(({ at }, index) => at !== sorted[index - 1]?.at);
}
