/** What the interlocks of an actuator know of its past: since when it is where, and what it was before. Pure; times are monotonic ms. */
import type { Value } from '../core/reading.ts';

export interface ActuatorHistory {
  /** Since when it is away from its safe value, or may be; undefined while it surely is safe. */
  readonly awaySinceMs: number | undefined;
  /** Since when it is safe, or may be, counted from boot at the earliest; undefined while it surely is away. */
  readonly safeSinceMs: number | undefined;
  readonly lastWriteMs: number | undefined;
  /** The values it had or may have had, oldest first: one from before the longest window of a rate limit, and all since. */
  readonly values: readonly Held[];
}

interface Held {
  readonly atMs: number;
  readonly value: Value;
}

/** A value at a moment, and whether that value is the safe one. */
interface Moment extends Held {
  readonly isSafe: boolean;
}

/** As it is found. Nobody knows what was before, so both clocks begin here. */
export function beginHistory({ atMs, value, isSafe }: Moment): ActuatorHistory {
  return {
    awaySinceMs: isSafe ? undefined : atMs,
    safeSinceMs: isSafe ? atMs : undefined,
    lastWriteMs: undefined,
    values: [{ atMs, value }],
  };
}

/** It has the value now, whoever brought it there. */
export function moveHistory(
  { awaySinceMs, safeSinceMs, lastWriteMs, values }: ActuatorHistory,
  { atMs, value, isSafe }: Moment,
  horizonMs: number,
): ActuatorHistory {
  const since = isSafe
    ? { awaySinceMs: undefined, safeSinceMs: awaySinceMs === undefined ? safeSinceMs : atMs }
    : { awaySinceMs: awaySinceMs ?? atMs, safeSinceMs: undefined };
  return { ...since, lastWriteMs, values: remember(values, { atMs, value }, horizonMs) };
}

/** It may have the value now, or still the one before: whatever is worse counts. */
export function doubtHistory(
  { awaySinceMs, lastWriteMs, values }: ActuatorHistory,
  { atMs, value }: Held,
  horizonMs: number,
): ActuatorHistory {
  return {
    awaySinceMs: awaySinceMs ?? atMs,
    safeSinceMs: atMs,
    lastWriteMs,
    values: remember(values, { atMs, value }, horizonMs),
  };
}

function remember(values: readonly Held[], next: Held, horizonMs: number): readonly Held[] {
  const horizon = next.atMs - horizonMs;
  const lastBefore = values.findLastIndex(({ atMs }) => atMs <= horizon);
  return [...values.slice(Math.max(0, lastBefore)), next];
}
