/** The past of a series as it was measured, piece by piece, so that a week of it holds up nobody. */
import { RAW, RETENTION_MS } from '../../state/history/tiers.ts';
import type { History } from '../../state/history/history.ts';
import type { PastReadings } from './learn-usual.ts';

const DAY_MS = 86_400_000;

/** Only for so long is every reading kept; what is older is a mean of a minute, which is never as restless. */
export const MOST_DAYS = RETENTION_MS.raw / DAY_MS;

/** While it is read, the oldest goes on ageing. */
const MARGIN_MS = 10 * 60_000;

/** So many rows of a piece are never joined into fewer: one every 72 ms. */
const ROWS = 100_000;

/** A week of readings every second: 10 MB. */
const MOST_READINGS = 604_800;

export interface PastRange {
  readonly series: string;
  readonly days: number;
  /** Epoch ms. */
  readonly now: number;
}

/** The newest of them, where there are too many. @throws StateError */
export async function readPast(
  history: Pick<History, 'query'>,
  { series, days, now }: PastRange,
): Promise<PastReadings> {
  const from = now - Math.min(days * DAY_MS, RETENTION_MS.raw - MARGIN_MS);
  const pieces: PastReadings[] = [];
  let count = 0;
  for (let to = now + 1; to > from && count < MOST_READINGS; to -= RAW.blockMs) {
    const piece = { series, from: Math.max(from, to - RAW.blockMs), to, points: ROWS };
    const { tier, rows } = await history.query(piece);
    if (tier !== 'raw') break;
    pieces.unshift({
      at: Float64Array.from(rows, (row) => row.at),
      values: Float64Array.from(rows, ({ last }) => last),
    });
    count += rows.length;
  }
  return { at: join(pieces.map(({ at }) => at)), values: join(pieces.map(({ values }) => values)) };
}

function join(pieces: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}
