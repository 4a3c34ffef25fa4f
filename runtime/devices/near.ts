/** Is what a register holds the value that was written? */
import type { Value } from '../core/reading.ts';

/** A register holds steps, not numbers: a thousandth of the value is rounding, and no difference. */
const REGISTER_ROUNDING = 0.001;

/** @param tolerance in the unit of the numbers */
export function isNear(left: Value, right: Value, tolerance: number): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return Math.abs(left - right) <= tolerance + REGISTER_ROUNDING * Math.abs(right);
}
