/**
 * The site's own past as the table `metrics(date, time, board, thing, property, value, unit, quality)`.
 * Date and time are those on the wall of the site; booleans are 0 and 1. All rows are of one tier, so
 * that each weighs the same in an average: the finest that still reaches back to the first day that the
 * query can see, and that fits.
 */
import type { WallClock } from '../../core/wall-clock.ts';
import type { Clock } from '../../core/clock.ts';
import { parseAddress } from '../../core/reading.ts';
import type { Refusal } from '../../core/refusal.ts';
import { roundValue } from '../../state/history/decimal.ts';
import type { History } from '../../state/history/history.ts';
import { RETENTION_MS, TIERS, type Tier, type TierName } from '../../state/history/tiers.ts';
import { refuseWorkflow } from '../errors.ts';
import type { QueryValues } from './check-query.ts';
import { dateBoundsOf } from './date-bounds.ts';
import type { SamplesOrder, SeriesRow } from './sql-messages.ts';
import { isFailed, type GoodReply, type SqlProcess } from './sql-process.ts';

export interface MetricsParts {
  readonly history: Pick<History, 'rows' | 'names' | 'oldest'>;
  readonly clock: Clock;
  readonly wallClock: WallClock;
  /** What is known of a series beside its past. */
  readonly describe: (series: string) => Pick<SeriesRow, 'board' | 'unit' | 'quality'>;
}

/** [from, to), epoch ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const QUARTER_MS = 900_000;
const HOUR_MS = 4 * QUARTER_MS;
const DAY_MS = 24 * HOUR_MS;
/** A clock change may be at midnight, so that a day begins twice or never; no zone moves further. */
const CLOCK_CHANGE_MS = 2 * HOUR_MS;
/** A reading may be dated a little ahead. */
const AHEAD_MS = HOUR_MS;

/** With these, the child stays below its memory; see its heap. */
const MOST_SAMPLES = 1_250_000;
/** So many go to the child at a time, about: the node itself holds two such heaps. */
const HEAP_SAMPLES = 20_000;
const [SHORTEST_MS, LONGEST_MS] = [QUARTER_MS, 400 * DAY_MS];

/** Fills the table with what the query can see. */
export async function loadMetrics(
  child: SqlProcess,
  parts: MetricsParts,
  { query, values }: { readonly query: string; readonly values: QueryValues },
): Promise<{ readonly tier: TierName } | Refusal> {
  const days = await readBounds(child, query, values);
  if ('code' in days) return days;
  const names = [...parts.history.names()].sort();
  const { seen, read } = await stretchesOf(parts, names, days);
  const ageMs = parts.clock.now() - seen.from;
  for (const tier of TIERS.filter(({ name }) => RETENTION_MS[name] >= ageMs)) {
    const series = describeAll(names, parts.describe);
    const empty = await child.ask({ kind: 'series', series });
    if (isFailed(empty)) return empty;
    const loaded = await loadTier(child, parts, { names, tier, stretch: read });
    if (loaded !== 'too many') return loaded ?? { tier: tier.name };
  }
  const message = `there are more than ${String(MOST_SAMPLES)} readings, even with one a day`;
  return refuseWorkflow('WORKFLOW_QUERY_LIMIT', message);
}

/** The days that a query can see, as `2026-03-29`; where a side is absent, there is no bound. */
interface Days {
  readonly first?: string | undefined;
  readonly last?: string | undefined;
}

async function readBounds(
  child: SqlProcess,
  query: string,
  values: QueryValues,
): Promise<Days | Refusal> {
  let days: Days = {};
  for (const { first, last } of dateBoundsOf(query)) {
    const reply = await child.ask({ kind: 'evaluate', expressions: [...first, ...last], values });
    if (isFailed(reply)) return reply;
    const found = reply.kind === 'values' ? reply.values.map(dayOf) : [];
    const [least] = inOrder(found.slice(0, first.length)) ?? [];
    const most = inOrder(found.slice(first.length))?.at(-1);
    days = {
      first: inOrder([days.first, least].filter(isKnown))?.at(-1),
      last: inOrder([days.last, most].filter(isKnown))?.at(0),
    };
  }
  return days;
}

/** A text that begins with a day; SQLite compares texts, so what follows makes no day earlier or later. */
function dayOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const day = value.slice(0, 10);
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== day
    ? undefined
    : day;
}

/** Undefined where one of them is none. */
function inOrder(days: readonly (string | undefined)[]): readonly string[] | undefined {
  const known = days.filter(isKnown);
  return known.length === days.length ? known.sort() : undefined;
}

function isKnown(day: string | undefined): day is string {
  return day !== undefined;
}

interface Stretches {
  /** Where the query can see something. */
  readonly seen: Stretch;
  /** The same with room for clock changes. */
  readonly read: Stretch;
}

async function stretchesOf(
  { history, clock, wallClock }: MetricsParts,
  names: readonly string[],
  { first, last }: Days,
): Promise<Stretches> {
  const now = clock.now();
  const begin = first === undefined ? -Infinity : midnight(wallClock, first, 0);
  // Only where it can make a difference: it is asked of every series.
  const oldest = now - begin <= RETENTION_MS.raw ? -Infinity : await oldestOf(history, names, now);
  const end = last === undefined ? Infinity : midnight(wallClock, last, 1);
  const to = Math.min(end, now + AHEAD_MS);
  return {
    seen: { from: Math.max(begin, oldest), to },
    read: { from: Math.max(begin - CLOCK_CHANGE_MS, oldest), to: to + CLOCK_CHANGE_MS },
  };
}

async function oldestOf(
  history: MetricsParts['history'],
  names: readonly string[],
  now: number,
): Promise<number> {
  let oldest = now;
  for (const name of names) oldest = Math.min(oldest, (await history.oldest(name)) ?? now);
  return oldest;
}

function midnight(wallClock: WallClock, day: string, after: number): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return wallClock.instantOf({ year, month, day: date + after, hour: 0, minute: 0, second: 0 });
}

function describeAll(
  names: readonly string[],
  describe: MetricsParts['describe'],
): readonly SeriesRow[] {
  return names.map((name) => {
    const { thing, property } = parseAddress(name) ?? { thing: name, property: '' };
    return { thing, property, ...describe(name) };
  });
}

interface Loading {
  readonly names: readonly string[];
  readonly tier: Tier;
  readonly stretch: Stretch;
}

/** While the child takes one heap in, the next one is read. */
async function loadTier(
  child: SqlProcess,
  parts: MetricsParts,
  { names, tier, stretch }: Loading,
): Promise<Refusal | 'too many' | undefined> {
  let [from, spanMs, total] = [stretch.from, HOUR_MS, 0];
  let taken = Promise.resolve<GoodReply | Refusal>({ kind: 'done' });
  while (from < stretch.to) {
    const to = Math.min(endOf(from, spanMs, tier), stretch.to);
    const samples = await gather(parts, { names, tier, stretch: { from, to } });
    const reply = await taken;
    if (isFailed(reply)) return reply;
    const { length } = samples.at;
    total += length;
    if (total > MOST_SAMPLES) return 'too many';
    if (length > 0) taken = child.ask(samples);
    if (length > HEAP_SAMPLES) spanMs = Math.max(spanMs / 2, SHORTEST_MS);
    else if (length < HEAP_SAMPLES / 2) spanMs = Math.min(spanMs * 2, LONGEST_MS);
    from = to;
  }
  const reply = await taken;
  return isFailed(reply) ? reply : undefined;
}

/** Where a block ends, if that is in sight: none is decoded twice then. */
function endOf(from: number, spanMs: number, { blockMs }: Tier): number {
  const end = Math.floor((from + spanMs) / blockMs) * blockMs;
  return end > from ? end : from + spanMs;
}

async function gather(
  { history, wallClock }: MetricsParts,
  { names, tier, stretch }: Loading,
): Promise<SamplesOrder> {
  // A day of UTC is on the wall the day that most of it lies in.
  const shiftMs = tier.widthMs === DAY_MS ? DAY_MS / 2 : 0;
  const offsetAt = offsetsOf(wallClock);
  const rows: { at: number; series: number; value: number }[] = [];
  for (const [series, name] of names.entries()) {
    const [from, to] = [stretch.from - shiftMs, stretch.to - shiftMs];
    const found = await history.rows({ series: name, tier: tier.name, from, to });
    for (const { at, last, mean } of found)
      rows.push({ at: at + shiftMs, series, value: tier.widthMs === 0 ? last : roundValue(mean) });
  }
  return {
    kind: 'samples',
    at: Float64Array.from(rows, ({ at }) => at),
    offset: Float64Array.from(rows, ({ at }) => offsetAt(at)),
    series: Uint32Array.from(rows, ({ series }) => series),
    value: Float64Array.from(rows, ({ value }) => value),
  };
}

/** Clocks change at a full quarter of an hour. */
function offsetsOf(wallClock: WallClock): (instant: number) => number {
  const known = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER_MS);
    const offset = known.get(quarter) ?? wallClock.offsetMs(quarter * QUARTER_MS);
    known.set(quarter, offset);
    return offset;
  };
}
