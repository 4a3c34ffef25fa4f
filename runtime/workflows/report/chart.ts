/**
 * Rows with a date as the past of one reading, which is drawn as any other. Dates and times in rows are
 * those on the wall: of an hour that comes twice, the second is told from the first by the order of the rows.
 */
import { parseAddress } from '../../core/reading.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import type { PastData } from '../../devices/past/past-reader.ts';
import { regroup, rollupOf } from '../../state/history/rollup.ts';
import type { ReportRow } from './rows-view.ts';

const HOUR_MS = 3_600_000;
/** Half and whole hours: what a clock is put back by. */
const PUT_BACK_MS = [0, HOUR_MS / 2, HOUR_MS] as const;
const MOST_POINTS = 600;

/**
 * @param what a column of numbers, or `tank.level` where the rows are such of `metrics`
 * @returns undefined where there is nothing to draw
 */
export function pastOf(
  rows: readonly ReportRow[],
  what: string,
  wallClock: WallClock,
): PastData | undefined {
  const address = parseAddress(what);
  const { thing = '', property = what } = address ?? {};
  const chosen = address
    ? rows.filter((row) => row['thing'] === thing && row['property'] === property)
    : rows;
  const samples = samplesOf(chosen, address ? 'value' : what, wallClock);
  const [first, last] = [samples.at(0), samples.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [from, to] =
    first.at < last.at ? [first.at, last.at] : [first.at - HOUR_MS, last.at + HOUR_MS];
  const stretchMs = Math.max(1, Math.ceil((to - from) / MOST_POINTS));
  const points = regroup(
    samples.map((sample) => rollupOf(sample)),
    samples.length > MOST_POINTS ? stretchMs : 1,
  );
  const unit = address ? chosen[0]?.['unit'] : undefined;
  return {
    ...{ series: what, thing, property, type: 'number', from, to, tier: 'raw' },
    ...(typeof unit === 'string' && { unit }),
    rows: points.map(({ sum, ...point }) => ({ ...point, mean: sum / point.count })),
  };
}

/** In the order of time. */
function samplesOf(
  rows: readonly ReportRow[],
  column: string,
  wallClock: WallClock,
): readonly { readonly at: number; readonly value: number }[] {
  let before = -Infinity;
  const samples = rows.flatMap((row) => {
    const value = row[column];
    const at = instantOf(row, before, wallClock);
    if (typeof value !== 'number' || at === undefined) return [];
    before = at;
    return [{ at, value }];
  });
  return samples.sort((one, other) => one.at - other.at);
}

/** The first moment at which the wall shows this, and not before what stands before it. */
function instantOf(
  { date, time = '00:00:00' }: ReportRow,
  before: number,
  wallClock: WallClock,
): number | undefined {
  const words = `${String(date)} ${String(time)}`;
  const found = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d))?/.exec(words)?.slice(1);
  if (found === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.map((part) =>
    Number(part || 0),
  );
  const guess = wallClock.instantOf({ year, month, day, hour, minute, second });
  const shown = wallClock.formatIso(guess).slice(0, 19);
  const alike = PUT_BACK_MS.flatMap((ms) => [guess - ms, guess + ms])
    .filter((instant) => wallClock.formatIso(instant).slice(0, 19) === shown)
    .sort((one, other) => one - other);
  return alike.find((instant) => instant >= before) ?? guess;
}
