/** A condition on a value, as interlocks and proofs name it: exactly this, at least, at most. Pure. */
import type { Value } from '../core/reading.ts';
import { formatQuantity } from '../core/units.ts';
import type { Condition } from '../config/site.ts';

/** undefined = within; else what is wrong, in the words of the configuration. */
export function outside(
  { is, min, max }: Condition,
  value: Value,
  unit?: string,
): string | undefined {
  if (is !== undefined && value !== is) return `must be ${String(is)}`;
  if (min !== undefined && (typeof value !== 'number' || value < min))
    return `must be at least ${formatQuantity(min, unit)}`;
  if (max !== undefined && (typeof value !== 'number' || value > max))
    return `must be at most ${formatQuantity(max, unit)}`;
  return undefined;
}
