/** A condition on a value, as interlocks and proofs name it: exactly this, at least, at most. Pure. */
import type { Value } from '../core/reading.ts';
import type { Condition } from '../config/site.ts';

/** What a value should have been. */
export interface Bound {
  readonly kind: keyof Condition;
  readonly bound: Value;
}

/** undefined = within; else the bound that it is beyond. */
export function outside({ is, min, max }: Condition, value: Value): Bound | undefined {
  if (is !== undefined && value !== is) return { kind: 'is', bound: is };
  if (min !== undefined && (typeof value !== 'number' || value < min))
    return { kind: 'min', bound: min };
  if (max !== undefined && (typeof value !== 'number' || value > max))
    return { kind: 'max', bound: max };
  return undefined;
}
