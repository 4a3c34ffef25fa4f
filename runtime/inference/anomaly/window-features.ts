/**
 * What a window of readings is like, in ten numbers: its level for that time of day, how much it
 * changes within 1 to 16 readings, how far it peaks, and when that was. A network that is taught these
 * notices a sensor that stands still as well as one that shakes; of bare readings, one that stands
 * still is the easiest to reproduce. Pure.
 */
import type { UsualScale } from './usual-scale.ts';
import { WINDOW } from './reading-windows.ts';

/** In readings. How a value changes over these tells noise, swings and their speed apart (a variogram). */
export const LAGS = [1, 2, 4, 8, 16] as const;

/** In the order of what a model takes. */
export const FEATURES = [
  'level',
  'change-1',
  'change-2',
  'change-4',
  'change-8',
  'change-16',
  'peak-up',
  'peak-down',
  'hour-cosine',
  'hour-sine',
] as const;

export type FeatureName = (typeof FEATURES)[number];

/** The first so many are measured in how far they usually vary; the hour is as it is. */
export const SCALED = 8;

/** What lies further out is as far out as this: in units of how far it usually varies. */
export const FARTHEST = 8;

/** How much the hour counts beside what varies by 1. */
const HOUR_WEIGHT = 1.5;

const DAY_HOURS = 24;

/** @param at of the newest value, epoch ms @returns what a model takes, each within ±FARTHEST */
export function featuresOf(window: Float64Array, at: number, scale: UsualScale): Float32Array {
  const measured = measure(window, at, scale);
  const features = new Float32Array(FEATURES.length);
  for (let index = 0; index < SCALED; index += 1) {
    const { middle = 0, spread = 1 } = scale.features[index] ?? {};
    const value = ((measured[index] ?? 0) - middle) / spread;
    features[index] = Math.min(FARTHEST, Math.max(-FARTHEST, value));
  }
  if (scale.daily === undefined) return features;
  const turn = (hourOf(at) / DAY_HOURS) * 2 * Math.PI;
  features[SCALED] = HOUR_WEIGHT * Math.cos(turn);
  features[SCALED + 1] = HOUR_WEIGHT * Math.sin(turn);
  return features;
}

/** The first `SCALED` of them, before they are measured in how far they usually vary. */
export function measure(
  window: Float64Array,
  at: number,
  { daily, finest, stepMs }: Pick<UsualScale, 'daily' | 'finest' | 'stepMs'>,
): Float64Array {
  const middleAt = at - (stepMs * WINDOW) / 2;
  const measured = new Float64Array(SCALED);
  const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
  measured[0] = mean - (daily === undefined ? 0 : usualAt(daily, middleAt));
  LAGS.forEach((lag, index) => {
    measured[1 + index] = Math.log(changeOver(window, lag) + finest);
  });
  const sorted = Float64Array.from(window).sort();
  const middle = sorted[window.length >> 1] ?? 0;
  measured[6] = Math.log((sorted.at(-1) ?? 0) - middle + finest);
  measured[7] = Math.log(middle - (sorted[0] ?? 0) + finest);
  return measured;
}

/** The square root of the mean square of what a value differs from the one `lag` before. */
export function changeOver(window: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < window.length; index += 1)
    sum += ((window[index] ?? 0) - (window[index - lag] ?? 0)) ** 2;
  return Math.sqrt(sum / (window.length - lag));
}

/** Between the middles of two hours, a straight line. @param daily one value for each hour */
function usualAt(daily: readonly number[], at: number): number {
  const place = hourOf(at) - 0.5 + DAY_HOURS;
  const [before, share] = [Math.floor(place), place - Math.floor(place)];
  const of = (hour: number): number => daily[hour % DAY_HOURS] ?? 0;
  return of(before) * (1 - share) + of(before + 1) * share;
}

/** Where the node is: a shift begins at seven in summer, too. 0 to 24. */
export function hourOf(at: number): number {
  const time = new Date(at);
  return time.getHours() + time.getMinutes() / 60;
}
