/** Of several ways to put a typing mistake right, the one that may be believed. */
import { isMissed, writes, type Reading } from './reading.ts';
import type { Respelled } from './respell.ts';
import type { Trouble } from './trouble.ts';

/** Of these, a misspelled word may be the cause. */
export const CORRECTABLE: ReadonlySet<Trouble['reason']> = new Set([
  ...(['unknown', 'missing', 'ambiguous', 'condition', 'report'] as const),
]);

export interface Way extends Pick<Respelled, 'isLikely' | 'isGuess' | 'decides' | 'mayForbid'> {
  readonly reading: Reading;
  /** It is said of more than the sentence says without what was put in. */
  readonly widens: boolean;
}

/**
 * Of all ways to put a mistake right, what they agree on, the likely ones first. Nothing is written that
 * not all of them say that say anything, nor where one of them would forbid, ask or doubt it.
 */
export function agreed(ways: readonly Way[]): Reading | undefined {
  const good = ways.filter(({ reading }) => !isMissed(reading));
  const sure = good.filter(({ isGuess }) => !isGuess);
  const likely = sure.filter(({ isLikely }) => isLikely);
  const best = [likely, sure, good].find((tier) => tier.length > 0) ?? [];
  const [first] = best;
  const told = ways.find(
    (way) => !way.isGuess && isTold(way.reading) && (way.isLikely || good.length === 0),
  );
  if (first === undefined || (likely.length === 0 && told !== undefined)) return told?.reading;
  if (!best.some(({ reading }) => writes(reading)))
    return (best.find(({ decides }) => !decides) ?? first).reading;
  const isClear = new Set(best.map(({ reading }) => keyOf(reading))).size === 1;
  const isSure = best.some(({ isGuess, widens }) => !isGuess && !widens);
  const counted = likely.length > 0 ? ways.filter(({ isLikely }) => isLikely) : ways;
  const isOpposed = sure.some(({ reading }) => isOpposite(first.reading, reading));
  return isClear && isSure && !isOpposed && !isForbidden(counted) ? first.reading : undefined;
}

/** "the light fof ten minutes": off, or for ten minutes? However likely the one, the other would do the contrary. */
function isOpposite(one: Reading, other: Reading): boolean {
  const [left, right] = [switchesOf(one), switchesOf(other)];
  return [...left].some(([target, isOn]) => right.has(target) && right.get(target) !== isOn);
}

function switchesOf(reading: Reading): ReadonlyMap<string, boolean> {
  const calls = 'calls' in reading ? reading.calls : [];
  return new Map(
    calls.flatMap(({ args: { target, value } }) =>
      typeof target === 'string' && typeof value === 'boolean' ? [[target, value]] : [],
    ),
  );
}

/** A "not" or an "if" may stand there, or may have stood there: without the letter it would be an order, too. */
function isForbidden(ways: readonly Way[]): boolean {
  const isOrder = ways.some(({ isGuess, reading }) => isGuess && writes(reading));
  return ways.some(
    (way) =>
      !way.isGuess &&
      (way.decides || forbids(way) || isAbsent(way.reading) || (way.mayForbid && isOrder)),
  );
}

export function keyOf(reading: Reading): string {
  return JSON.stringify('calls' in reading ? reading.calls : reading);
}

/** "each ligh" is no condition once it is a light; what still is one, is. */
function forbids({ reading }: Way): boolean {
  if (!isMissed(reading)) return false;
  return isUnlikely(reading) || /^(?:negation|condition)$/.test(reading.trouble.reason);
}

function isUnlikely(reading: Reading): boolean {
  return isMissed(reading) && reading.trouble.hint === 'unlikely';
}

/** It is understood, and only which of several things is meant, or that there is none, is left to say. */
function isTold(reading: Reading): boolean {
  if (!isMissed(reading)) return false;
  return isAbsent(reading) || isUnlikely(reading) || reading.trouble.reason === 'ambiguous';
}

/** "close the gates", and there are none: then no door is closed, either. */
function isAbsent(reading: Reading): boolean {
  return isMissed(reading) && reading.wanted?.isAbsent === true;
}
