/** `quietHours: { from: 22:00, to: 06:00 }`: not away from the safe value in these hours of the site's day. */
import { refused, type Interlock, type InterlockWorld, type Objection } from './interlock.ts';

const MINUTES_PER_DAY = 1_440;

/** Minutes after midnight; `from` is in, `to` is out; the hours may go over midnight. */
export function quietHours(
  { from, to }: { from: number; to: number },
  name = 'quiet-hours',
): Interlock {
  const length = (to - from + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const look = ({ minuteOfDay }: InterlockWorld): Objection | undefined => {
    const into = (minuteOfDay - from + MINUTES_PER_DAY) % MINUTES_PER_DAY;
    return into < length ? refused(`quiet hours last until ${clockTime(to)}`) : undefined;
  };
  return { name, objects: (_write, world) => look(world), forces: look };
}

function clockTime(minutes: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
