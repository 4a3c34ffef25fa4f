/** `minInterval: 2s`: the shortest time between two writes. */
import { formatDuration } from '../../core/duration.ts';
import { refused, type Interlock } from './interlock.ts';

export function minInterval(intervalMs: number, name = 'min-interval'): Interlock {
  return {
    name,
    objects(_write, { history, monotonicMs }) {
      if (history.lastWriteMs === undefined) return undefined;
      const leftMs = history.lastWriteMs + intervalMs - monotonicMs;
      return leftMs > 0
        ? refused(`it was written just now; wait another ${formatDuration(leftMs)}`)
        : undefined;
    },
  };
}
