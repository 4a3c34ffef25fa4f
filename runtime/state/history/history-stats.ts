/** What history costs: counted while it runs, projected to a day. */

/** The least that reaches a disk with one sync: a page of the file system. */
const PAGE_BYTES = 4_096;

/**
 * How often LevelDB writes what it was given: its log, the first table, and the tables that later
 * ones are merged into. Measured with `make bench`, which prints what the system counted.
 */
const TIMES_WRITTEN = 5;

const DAY_MS = 86_400_000;

export type RefusedSample = 'future' | 'no-time' | 'impossible' | 'full';

export interface HistoryStats {
  readonly samples: number;
  readonly refused: Readonly<Record<RefusedSample, number>>;
  /** On disk, in all tiers together; undefined before the first block. */
  readonly bytesPerSample: number | undefined;
  /** Handed to the store. */
  readonly writtenBytesPerDay: number;
  /** What that makes an SD card write. */
  readonly projectedBytesPerDay: number;
  readonly budgetBytesPerDay: number;
}

export class HistoryCounter {
  readonly #sinceMs: number;
  readonly #refused: Record<RefusedSample, number> = {
    future: 0,
    'no-time': 0,
    impossible: 0,
    full: 0,
  };
  #samples = 0;
  #settled = 0;
  #grownBytes = 0;
  #writtenBytes = 0;
  #pageBytes = 0;

  /** @param sinceMs monotonic */
  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs;
  }

  took(): void {
    this.#samples += 1;
  }

  refused(reason: RefusedSample): void {
    this.#refused[reason] += 1;
  }

  settled(samples: number, grownBytes: number): void {
    this.#settled += samples;
    this.#grownBytes += grownBytes;
  }

  /** One row or batch, synced by itself. */
  wrote(bytes: number): void {
    this.#writtenBytes += bytes;
    this.#pageBytes += Math.max(0, PAGE_BYTES - bytes);
  }

  stats(nowMs: number, budgetBytesPerDay: number): HistoryStats {
    const days = Math.max(nowMs - this.#sinceMs, 1) / DAY_MS;
    const written = this.#writtenBytes / days;
    return {
      samples: this.#samples,
      refused: { ...this.#refused },
      bytesPerSample: this.#settled === 0 ? undefined : this.#grownBytes / this.#settled,
      writtenBytesPerDay: Math.round(written),
      projectedBytesPerDay: Math.round(written * TIMES_WRITTEN + this.#pageBytes / days),
      budgetBytesPerDay,
    };
  }
}
