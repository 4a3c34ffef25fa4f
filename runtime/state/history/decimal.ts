/**
 * How exact history is: a fraction keeps six significant digits (a 16-bit converter has not five)
 * and at most nine decimals; a whole number is kept as it is. So a value is a small whole number of
 * decimal steps, and two that follow each other differ by a few of them.
 */
import { LARGEST_WHOLE } from './byte-text.ts';

const SIGNIFICANT_DIGITS = 6;
const MOST_DECIMALS = 9;

/** What can be kept: the sum of a day of samples, ten a second, is still exact below it. */
export const LARGEST_VALUE = 1e9;

export function roundValue(value: number): number {
  if (Number.isInteger(value)) return value;
  const decimals = SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)));
  return Number(value.toFixed(Math.min(Math.max(decimals, 0), MOST_DECIMALS)));
}

/** The fewest decimals that write all of them; fewer where the largest leaves no room. */
export function decimalsOf(values: readonly number[]): number {
  let needed = 0;
  let largest = 1;
  for (const value of values) {
    while (needed < MOST_DECIMALS && !fits(value, needed)) needed += 1;
    largest = Math.max(largest, Math.abs(value));
  }
  return Math.max(0, Math.min(needed, Math.floor(Math.log10(LARGEST_WHOLE / largest))));
}

/** Sums of decimals are off by a few units of their last binary place. */
function fits(value: number, decimals: number): boolean {
  const steps = value * 10 ** decimals;
  return Math.abs(steps - Math.round(steps)) <= Math.abs(steps) * 1e-14 + 10 ** decimals * 1e-10;
}
