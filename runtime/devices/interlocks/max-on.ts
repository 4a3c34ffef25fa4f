/** `maxOn: 10m`: the longest time away from the safe value; then it is forced back. */
import { CHINESE_UNITS, formatDuration } from '../../core/duration.ts';
import { refused, type Interlock } from './interlock.ts';

export function maxOn(limitMs: number, name = 'max-on'): Interlock {
  const limit = formatDuration(limitMs);
  const limitZh = formatDuration(limitMs, CHINESE_UNITS);
  return {
    name,
    objects: ({ forMs = 0 }) =>
      forMs > limitMs
        ? refused(
            `${formatDuration(forMs)} is longer than the ${limit} it may run at a time`,
            `一次最多运行 ${limitZh}，不能运行 ${formatDuration(forMs, CHINESE_UNITS)}`,
          )
        : undefined,
    forces: ({ history, monotonicMs }) =>
      monotonicMs - (history.awaySinceMs ?? monotonicMs) >= limitMs
        ? refused(`it has been running for ${limit}`, `已连续运行 ${limitZh}`)
        : undefined,
  };
}
