/** `minInterval: 2s`: the shortest time between two writes. */
import { CHINESE_UNITS, formatDuration } from '../../core/duration.ts';
import { refused, type Interlock } from './interlock.ts';

export function minInterval(intervalMs: number, name = 'min-interval'): Interlock {
  return {
    name,
    objects(_write, { history, monotonicMs }) {
      if (history.lastWriteMs === undefined) return undefined;
      const leftMs = history.lastWriteMs + intervalMs - monotonicMs;
      if (leftMs <= 0) return undefined;
      return refused(
        `it was written just now; wait another ${formatDuration(leftMs)}`,
        `刚刚操作过，请再等 ${formatDuration(leftMs, CHINESE_UNITS)}`,
      );
    },
  };
}
