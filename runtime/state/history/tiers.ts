/**
 * The tiers of history: every sample for a week, then one row a minute, a quarter of an hour, a
 * day. Each keeps its rows in blocks of a fixed stretch of time, so that a sample that comes late
 * finds its place. Stretches are aligned to the epoch: a day is one of UTC.
 */
import { decodeRollups, encodeRollups, rollupOf, type Rollup } from './rollup.ts';
import { decodeSamples, encodeSamples } from './sample.ts';

export type TierName = 'raw' | '1min' | '15min' | '1day';

export interface Tier {
  readonly name: TierName;
  /** Of a row; 0 where each sample is one. */
  readonly widthMs: number;
  /** Of a block: some hundred rows, 2 to 4 KB. */
  readonly blockMs: number;
  readonly encode: (rows: readonly Rollup[]) => string;
  readonly decode: (text: string) => Rollup[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export const RAW: Tier = {
  name: 'raw',
  widthMs: 0,
  blockMs: 2 * HOUR_MS,
  encode: (rows) => encodeSamples(rows.map(({ at, last }) => ({ at, value: last }))),
  decode: (text) => decodeSamples(text).map((sample) => rollupOf(sample)),
};

export const DAYS = rollupTier('1day', DAY_MS, 64 * DAY_MS);

/** Finest first. */
export const TIERS: readonly Tier[] = [
  RAW,
  rollupTier('1min', MINUTE_MS, 4 * HOUR_MS),
  rollupTier('15min', 15 * MINUTE_MS, 2 * DAY_MS),
  DAYS,
];

/** How long the rows of each tier are kept, ms; the last is kept for ever. */
export const RETENTION_MS: Readonly<Record<TierName, number>> = {
  raw: 7 * DAY_MS,
  '1min': 90 * DAY_MS,
  '15min': 730 * DAY_MS,
  '1day': Infinity,
};

/** The coarsest tier that still has a row for every `stepMs`; a coarser one where that is not kept any more. */
export function chooseTier(stepMs: number, ageMs: number): Tier {
  const kept = TIERS.filter(({ name }) => RETENTION_MS[name] >= ageMs);
  return kept.findLast(({ widthMs }) => widthMs <= stepMs) ?? kept[0] ?? DAYS;
}

function rollupTier(name: TierName, widthMs: number, blockMs: number): Tier {
  return {
    ...{ name, widthMs, blockMs },
    encode: (rows) => encodeRollups(rows, widthMs),
    decode: (text) => decodeRollups(text, widthMs),
  };
}
