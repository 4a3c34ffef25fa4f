/**
 * A plot of one property as SVG: a band from lowest to highest, a line of means, numbers and times
 * at the edges, and on top what it shows: a picture travels without the words beside it. Pure.
 */
import { escapeXml } from '../../core/escape-xml.ts';
import { pad, type WallClock } from '../../core/wall-clock.ts';
import { findUnit } from '../../core/units.ts';
import type { HistoryRow } from '../../state/history/history.ts';
import type { PastData } from './past-reader.ts';

/** Pixels; the plot itself lies within the margins. */
const SIZE = { width: 960, height: 420 };
const MARGIN = { left: 90, right: 30, top: 48, bottom: 44 };
const INNER = {
  width: SIZE.width - MARGIN.left - MARGIN.right,
  height: SIZE.height - MARGIN.top - MARGIN.bottom,
};

const TIMES = 6;
const VALUES = 5;
const DAY_MS = 86_400_000;

/** Where nothing came for so many times the usual step, the line is broken. */
const GAP_STEPS = 3.5;

const COLOURS = {
  ground: '#ffffff',
  grid: '#d9dee3',
  text: '#39434d',
  band: '#bfdbf7',
  line: '#1769aa',
};

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

export interface PlotWords {
  readonly title: string;
  /** Of a boolean: what false and true are called. */
  readonly states: readonly [string, string];
}

/** @param past with at least one row */
export function plotSvg(
  past: PastData,
  { title, states }: PlotWords,
  wallClock: WallClock,
): string {
  const ticks = valueTicks(past);
  const [low = 0, high = 1] = [ticks.at(0), ticks.at(-1)];
  const scale: Scale = {
    x: (at) => round(MARGIN.left + ((at - past.from) / (past.to - past.from)) * INNER.width),
    y: (value) => round(MARGIN.top + (1 - (value - low) / (high - low)) * INNER.height),
  };
  const isState = past.type === 'boolean';
  const runs = splitAtGaps(past.rows).map((run) => (isState ? steps(run) : run));
  const labelOf = (value: number): string =>
    isState ? states[value === 0 ? 0 : 1] : sayValue(value, past);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}" font-family="DejaVu Sans, Noto Sans, sans-serif" font-size="16">`,
    `<rect width="100%" height="100%" fill="${COLOURS.ground}"/>`,
    `<text x="${MARGIN.left}" y="28" fill="${COLOURS.text}" font-weight="bold">${escapeXml(title)}</text>`,
    ...ticks.map((value) => valueLine(labelOf(value), value, scale)),
    ...timeTicks(past).map((at) => timeLine(at, sayTime(at, past, wallClock), scale)),
    ...runs.map((run) => `<polygon points="${bandOf(run, scale)}" fill="${COLOURS.band}"/>`),
    ...runs.map((run) => curveOf(run, scale)),
    '</svg>',
  ].join('\n');
}

/** Round numbers around all values: 1, 2 or 5 times a power of ten apart. */
function valueTicks({ rows, type }: PastData): number[] {
  if (type === 'boolean') return [0, 1];
  const low = Math.min(...rows.map(({ min }) => min));
  const high = Math.max(...rows.map(({ max }) => max));
  const span = high > low ? high - low : Math.max(Math.abs(high), 1) / 10;
  const power = 10 ** Math.floor(Math.log10(span / VALUES));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one * VALUES >= span);
  const width = step ?? 10 * power;
  const first = Math.floor(low / width);
  const last = Math.max(Math.ceil(high / width), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * width).toPrecision(12)),
  );
}

function sayValue(value: number, { unit }: PastData): string {
  return unit === undefined ? String(value) : `${String(value)} ${findUnit(unit)?.display ?? unit}`;
}

function valueLine(label: string, value: number, { y }: Scale): string {
  const at = y(value);
  return `<path d="M${MARGIN.left} ${at}H${SIZE.width - MARGIN.right}" stroke="${COLOURS.grid}"/><text x="${MARGIN.left - 10}" y="${at + 6}" text-anchor="end" fill="${COLOURS.text}">${escapeXml(label)}</text>`;
}

function timeTicks({ from, to }: PastData): number[] {
  return Array.from({ length: TIMES + 1 }, (_, index) => from + ((to - from) * index) / TIMES);
}

function timeLine(at: number, label: string, { x }: Scale): string {
  const place = x(at);
  return `<path d="M${place} ${MARGIN.top}V${SIZE.height - MARGIN.bottom}" stroke="${COLOURS.grid}"/><text x="${place}" y="${SIZE.height - 16}" text-anchor="middle" fill="${COLOURS.text}">${label}</text>`;
}

/** `14:05` within two days, `11-21` beyond. */
function sayTime(at: number, { from, to }: PastData, wallClock: WallClock): string {
  const { month, day, hour, minute } = wallClock.wallTime(at);
  return to - from <= 2 * DAY_MS ? `${pad(hour)}:${pad(minute)}` : `${pad(month)}-${pad(day)}`;
}

function splitAtGaps(rows: readonly HistoryRow[]): HistoryRow[][] {
  const steps = rows.slice(1).map(({ at }, index) => at - (rows[index]?.at ?? at));
  const usual = [...steps].sort((left, right) => left - right)[Math.floor(steps.length / 2)] ?? 0;
  const runs: HistoryRow[][] = [];
  rows.forEach((row, index) => {
    const isNew = index === 0 || (steps[index - 1] ?? 0) > usual * GAP_STEPS;
    if (isNew) runs.push([row]);
    else runs.at(-1)?.push(row);
  });
  return runs;
}

/** What is either so or not holds until the next reading says otherwise, and is never half so. */
function steps(run: readonly HistoryRow[]): readonly HistoryRow[] {
  return run.flatMap((row, index) => {
    const before = run[index - 1];
    return before === undefined ? [row] : [{ ...before, at: row.at }, row];
  });
}

function bandOf(run: readonly HistoryRow[], { x, y }: Scale): string {
  const upper = run.map(({ at, max }) => `${x(at)},${y(max)}`);
  const lower = run.map(({ at, min }) => `${x(at)},${y(min)}`).reverse();
  return [...upper, ...lower].join(' ');
}

/** A single row is a dot: a line has two ends. */
function curveOf(run: readonly HistoryRow[], { x, y }: Scale): string {
  const [only] = run;
  if (run.length === 1 && only !== undefined)
    return `<circle cx="${x(only.at)}" cy="${y(only.mean)}" r="3" fill="${COLOURS.line}"/>`;
  const points = run.map(({ at, mean }) => `${x(at)},${y(mean)}`).join(' ');
  return `<polyline points="${points}" fill="none" stroke="${COLOURS.line}" stroke-width="2"/>`;
}

/** Tenths of a pixel. */
function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
