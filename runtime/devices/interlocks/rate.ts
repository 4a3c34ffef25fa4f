/** `rate: { step: 20, per: 1m }`: the largest change within any window of that length. */
import { CHINESE_UNITS, formatDuration } from '../../core/duration.ts';
import type { Value } from '../../core/reading.ts';
import { formatQuantity } from '../../core/units.ts';
import { refused, type Interlock, type InterlockWorld } from './interlock.ts';

/** 30.1 − 10.1 is a little more than 20 in binary. */
const ROUNDING = 1e-9;

export function rate({ step, per }: { step: number; per: number }, name = 'rate'): Interlock {
  return {
    name,
    objects({ value }, world) {
      const levels = valuesWithin(per, world).filter((level) => typeof level === 'number');
      const change = Math.max(...levels.map((level) => Math.abs(Number(value) - level)));
      return change > step + ROUNDING
        ? refused(
            `it may change by ${String(step)} within ${formatDuration(per)}; this would be ${formatQuantity(change)}`,
            `${formatDuration(per, CHINESE_UNITS)}内最多变化 ${String(step)}，这次会变化 ${formatQuantity(change)}`,
          )
        : undefined;
    },
  };
}

/** The value it had when the window began, and every one since. */
function valuesWithin(per: number, { history, monotonicMs }: InterlockWorld): Value[] {
  const since = monotonicMs - per;
  const first = history.values.findLastIndex(({ atMs }) => atMs <= since);
  return history.values.slice(Math.max(0, first)).map(({ value }) => value);
}
