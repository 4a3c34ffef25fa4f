/**
 * What is usual for a series, found in its own past: its level over the day, and how each feature of
 * its windows lies and varies. By ranks and not by means, so that a bad hour in the week does not
 * widen what counts as usual. Pure.
 */
import { changeOver, hourOf, measure, SCALED } from './window-features.ts';
import { WINDOW } from './reading-windows.ts';
import type { PastWindow, UsualScale } from './usual-scale.ts';

/** Fewer days cannot tell a daily cycle from a change. */
const DAYS_FOR_CYCLE = 2;
const DAY_MS = 86_400_000;

/** Of how much usually changes from one reading to the next. */
const FINEST_SHARE = 0.02;

/** Less than so much of a change is not told from noise: logarithms, so 5 %. */
const LEAST_LOG_SPREAD = 0.05;

/** Of how the level itself varies. */
const LEAST_LEVEL_SHARE = 0.05;

/** How many spreads lie between the hundredth and the ninety-ninth of a hundred. */
const SPREADS_WITHIN = 6;
/** … and between the quartiles of a normal distribution. */
const SPREADS_BETWEEN_QUARTILES = 1.349;

/** @param windows at least one, in the order of time @returns undefined where nothing ever changes */
export function findUsualScale(
  windows: readonly PastWindow[],
  stepMs: number,
): UsualScale | undefined {
  const changes = windows.map(({ values }) => changeOver(values, 1));
  const moving = changes.filter((change) => change > 0);
  if (moving.length === 0) return undefined;
  const finest = FINEST_SHARE * quantile(moving, 0.5);
  const daily = dailyOf(windows, stepMs);
  const measured = windows.map(({ at, values }) => measure(values, at, { daily, finest, stepMs }));
  const levels = windows.map(({ values }) => meanOf(values));
  const leastLevel = Math.max(LEAST_LEVEL_SHARE * spreadOf(levels), finest);
  const features = Array.from({ length: SCALED }, (_, index) => {
    const column = measured.map((each) => each[index] ?? 0);
    const least = index === 0 ? leastLevel : LEAST_LOG_SPREAD;
    return { middle: quantile(column, 0.5), spread: Math.max(spreadOf(column), least) };
  });
  return { stepMs, ...(daily && { daily }), finest, features };
}

function dailyOf(windows: readonly PastWindow[], stepMs: number): readonly number[] | undefined {
  const spanMs = (windows.at(-1)?.at ?? 0) - (windows[0]?.at ?? 0);
  if (spanMs < DAYS_FOR_CYCLE * DAY_MS) return undefined;
  const hours = Array.from({ length: 24 }, (): number[] => []);
  for (const { at, values } of windows)
    hours[Math.floor(hourOf(at - (stepMs * WINDOW) / 2)) % 24]?.push(meanOf(values));
  // An hour of which nothing is known is taken for any other.
  const all = quantile(
    windows.map(({ values }) => meanOf(values)),
    0.5,
  );
  return hours.map((means) => (means.length === 0 ? all : quantile(means, 0.5)));
}

/** Of ranks; the tails count too, for what is mostly at rest and moves now and then. */
function spreadOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const between = (low: number, high: number): number => at(sorted, high) - at(sorted, low);
  return Math.max(
    between(0.25, 0.75) / SPREADS_BETWEEN_QUARTILES,
    between(0.01, 0.99) / SPREADS_WITHIN,
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function quantile(values: readonly number[], share: number): number {
  return at(Float64Array.from(values).sort(), share);
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)] ?? 0;
}
