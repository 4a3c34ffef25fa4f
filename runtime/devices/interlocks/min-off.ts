/** `minOff: 30s`: the shortest rest at the safe value, counted from boot too, because nobody knows what was before. */
import { CHINESE_UNITS, formatDuration } from '../../core/duration.ts';
import { refused, type Interlock } from './interlock.ts';

export function minOff(restMs: number, name = 'min-off'): Interlock {
  return {
    name,
    objects(_write, { history, monotonicMs }) {
      if (history.safeSinceMs === undefined) return undefined;
      const leftMs = history.safeSinceMs + restMs - monotonicMs;
      if (leftMs <= 0) return undefined;
      return refused(
        `it must rest for another ${formatDuration(leftMs)}`,
        `还需休息 ${formatDuration(leftMs, CHINESE_UNITS)}`,
      );
    },
  };
}
