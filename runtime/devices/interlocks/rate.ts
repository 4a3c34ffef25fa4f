/** `rate: { step: 20, per: 1m }`: the largest change within any window of that length. */
import { formatDuration } from '../../core/duration.ts';
import type { Value } from '../../core/reading.ts';
import { refused, type Interlock, type InterlockWorld } from './interlock.ts';

export function rate({ step, per }: { step: number; per: number }, name = 'rate'): Interlock {
  return {
    name,
    objects({ value }, world) {
      const levels = levelsWithin(per, world).filter((level) => typeof level === 'number');
      const change = Math.max(...levels.map((level) => Math.abs(Number(value) - level)));
      return change > step
        ? refused(
            `it may change by ${String(step)} within ${formatDuration(per)}; this would be ${String(Math.round(change))}`,
          )
        : undefined;
    },
  };
}

/** The value now, the one it had when the window began, and every one within it. */
function levelsWithin(per: number, { history, monotonicMs, value }: InterlockWorld): Value[] {
  const since = monotonicMs - per;
  const recent = history.writes.filter(({ atMs }) => atMs > since);
  const before = history.writes.filter(({ atMs }) => atMs <= since).slice(-1);
  return [value, ...before.concat(recent).map((write) => write.value)];
}
