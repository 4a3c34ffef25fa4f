/** Of several ways to put a typing mistake right, the one that may be believed. */
import { isMissed, writes, type Reading } from './reading.ts';
import type { Trouble } from './trouble.ts';

/** Of these, a misspelled word may be the cause. */
export const CORRECTABLE: ReadonlySet<Trouble['reason']> = new Set([
  ...(['unknown', 'missing', 'ambiguous', 'condition', 'report'] as const),
]);

/**
 * Of all ways to put a mistake right, what they agree on. Nothing is written that not all of them
 * say that say anything, nor where one of them would forbid, ask or doubt it.
 */
export function agreed(readings: readonly Reading[], decides: boolean): Reading | undefined {
  const good = readings.filter((reading) => !isMissed(reading));
  const [first] = good;
  if (first === undefined) return readings.find(isAbsent);
  const isWritten = good.some(writes);
  if (!isWritten) return first;
  const isClear = new Set(good.map(keyOf)).size === 1;
  return isClear && !decides && !readings.some(forbids) ? first : undefined;
}

function keyOf(reading: Reading): string {
  return JSON.stringify('calls' in reading ? reading.calls : reading);
}

/** "each ligh" is no condition once it is a light; what still is one, is. */
function forbids(reading: Reading): boolean {
  return isMissed(reading) && /^(?:negation|condition)$/.test(reading.trouble.reason);
}

function isAbsent(reading: Reading): boolean {
  return isMissed(reading) && reading.wanted?.isAbsent === true;
}
