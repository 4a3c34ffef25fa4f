/** The blocks of history on disk: reads them by time, works new samples into them, forgets old ones. */
import { errorCode } from '../../core/app-error.ts';
import { z } from '../../core/schema.ts';
import { defineSpace, type Space, type Spaces, type Write } from '../space.ts';
import { regroup, rollupOf, type Rollup } from './rollup.ts';
import type { Sample } from './sample.ts';
import { DAYS, RAW, RETENTION_MS, TIERS, type Tier } from './tiers.ts';

const blockSpace = defineSpace({ name: 'history', schema: z.string() });

/** A year above 5000 has 15 digits too. */
const TIME_DIGITS = 15;

/** What working samples in leads to. */
export interface BlockWrites {
  readonly writes: readonly Write[];
  /** By how much the blocks grew. */
  readonly grownBytes: number;
}

export class HistoryBlocks {
  readonly #space: Space<string>;

  constructor(store: Spaces) {
    this.#space = store.space(blockSpace);
  }

  /** The rows of a tier that begin within [from, to), in the order of time. */
  async rows(series: string, tier: Tier, from: number, to: number): Promise<Rollup[]> {
    const range = { gte: keyOf(series, tier, blockOf(tier, from)), lt: keyOf(series, tier, to) };
    const rows: Rollup[] = [];
    for await (const [, text] of this.#space.scan(range)) rows.push(...tier.decode(text));
    return rows.filter(({ at }) => at >= from && at < to);
  }

  /** The samples among them that stand in no block. */
  async unknown(series: string, samples: readonly Sample[]): Promise<readonly Sample[]> {
    const known = new Set<number>();
    for (const block of new Set(samples.map(({ at }) => blockOf(RAW, at))))
      for (const { at } of RAW.decode(await this.#text(keyOf(series, RAW, block)))) known.add(at);
    return samples.filter(({ at }) => !known.has(at));
  }

  /** @param samples that stand in no block */
  async include(series: string, samples: readonly Sample[]): Promise<BlockWrites> {
    const writes: Write[] = [];
    let grownBytes = 0;
    for (const tier of TIERS)
      for (const [block, rows] of groupByBlock(tier, rowsOf(samples, tier))) {
        const key = keyOf(series, tier, block);
        const before = await this.#text(key);
        const text = tier.encode(mergeRows(tier.decode(before), rows, tier));
        writes.push(this.#space.put(key, text));
        grownBytes += text.length - before.length;
      }
    return { writes, grownBytes };
  }

  /** The newest row of the series, whatever tier still has it. */
  async newest(series: string): Promise<Rollup | undefined> {
    for (const tier of [RAW, DAYS]) {
      const range = { gte: keyOf(series, tier, 0), lt: keyOf(series, tier, Infinity) };
      for await (const [, text] of this.#space.scan({ ...range, reverse: true, limit: 1 }))
        return tier.decode(text).at(-1);
    }
    return undefined;
  }

  /** The oldest row of the series in the tier that keeps the most. */
  async oldest(series: string): Promise<Rollup | undefined> {
    const range = { gte: keyOf(series, DAYS, 0), lt: keyOf(series, DAYS, Infinity) };
    for await (const [, text] of this.#space.scan({ ...range, limit: 1 }))
      return DAYS.decode(text).at(0);
    return undefined;
  }

  /** Every series that has a past. */
  async series(): Promise<Set<string>> {
    const names = new Set<string>();
    for await (const [key] of this.#space.scan({ gte: `${DAYS.name}/`, lt: `${DAYS.name}0` }))
      names.add(key.split('/')[1] ?? '');
    return names;
  }

  /** Removes the blocks of the series that no tier keeps at `now`. */
  async expired(series: string, now: number): Promise<readonly Write[]> {
    const writes: Write[] = [];
    for (const tier of TIERS) {
      const end = blockOf(tier, now - RETENTION_MS[tier.name]);
      const range = { gte: keyOf(series, tier, 0), lt: keyOf(series, tier, end) };
      for await (const [key] of this.#space.scan(range)) writes.push(this.#space.remove(key));
    }
    return writes;
  }

  /** Empty where there is no such block, and where it is damaged: then there is nothing left in it to lose. */
  async #text(key: string): Promise<string> {
    try {
      return (await this.#space.get(key)) ?? '';
    } catch (error) {
      if (errorCode(error) !== 'STATE_DAMAGED') throw error;
      return '';
    }
  }
}

/** The rows that samples are in a tier. @param samples in the order of time */
export function rowsOf(samples: readonly Sample[], { widthMs }: Tier): Rollup[] {
  const rows = samples.map((sample) => rollupOf(sample));
  return widthMs === 0 ? rows : regroup(rows, widthMs);
}

/** Rows of one tier, of which no two tell of the same sample. @returns in the order of time */
export function mergeRows(
  some: readonly Rollup[],
  others: readonly Rollup[],
  { widthMs }: Tier,
): Rollup[] {
  const rows = [...some, ...others];
  if (widthMs > 0) return regroup(rows, widthMs);
  return rows.sort((left, right) => left.at - right.at);
}

function groupByBlock(tier: Tier, rows: readonly Rollup[]): Map<number, Rollup[]> {
  const blocks = new Map<number, Rollup[]>();
  for (const row of rows) {
    const block = blockOf(tier, row.at);
    const group = blocks.get(block);
    if (group === undefined) blocks.set(block, [row]);
    else group.push(row);
  }
  return blocks;
}

function blockOf({ blockMs }: Tier, at: number): number {
  return Math.floor(at / blockMs) * blockMs;
}

function keyOf(series: string, { name }: Tier, at: number): string {
  const time = Math.min(Math.max(Math.ceil(at), 0), 10 ** TIME_DIGITS - 1);
  return `${name}/${series}/${String(time).padStart(TIME_DIGITS, '0')}`;
}
