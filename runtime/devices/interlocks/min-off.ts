/** `minOff: 30s`: the shortest rest at the safe value, counted from boot too, because nobody knows what was before. */
import { formatDuration } from '../../core/duration.ts';
import { refused, type Interlock } from './interlock.ts';

export function minOff(restMs: number, name = 'min-off'): Interlock {
  return {
    name,
    objects(_write, { history, monotonicMs }) {
      if (history.safeSinceMs === undefined) return undefined;
      const leftMs = history.safeSinceMs + restMs - monotonicMs;
      if (leftMs <= 0) return undefined;
      const left = formatDuration(leftMs);
      return refused(`it must rest for another ${left}`, `还需休息 ${left}`);
    },
  };
}
