/**
 * `quietHours: { from: 22:00, to: 06:00 }`: not away from the safe value in these hours of the
 * site's day. A board that does not know the time cannot see, and holds the safe value.
 */
import { isTrustedTime } from '../../core/clock.ts';
import { pad } from '../../core/wall-clock.ts';
import { refused, type Interlock, type InterlockWorld, type Objection } from './interlock.ts';

const MINUTES_PER_DAY = 1_440;

/** Minutes after midnight; `from` is in, `to` is out; the hours may go over midnight. */
export function quietHours(
  { from, to }: { from: number; to: number },
  name = 'quiet-hours',
): Interlock {
  const length = (to - from + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const look = ({ now, minuteOfDay }: InterlockWorld): Objection | undefined => {
    if (!isTrustedTime(now))
      return {
        code: 'INTERLOCK_BLIND',
        message: 'this board does not know the time yet',
        zh: '控制板还不知道时间',
      };
    const into = (minuteOfDay - from + MINUTES_PER_DAY) % MINUTES_PER_DAY;
    if (into >= length) return undefined;
    const end = clockTime(to);
    return refused(`quiet hours last until ${end}`, `静音时段到 ${end} 为止`);
  };
  return { name, objects: (_write, world) => look(world), forces: look };
}

function clockTime(minutes: number): string {
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
