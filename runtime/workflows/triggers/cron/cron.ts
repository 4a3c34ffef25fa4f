/**
 * When a cron expression fires: in the site's time zone. `node-cron` reads the expression (`parse-cron.ts`);
 * the times are found here, because its own search asks the real clock, and steps over an hour that a
 * clock change skips.
 */
import type { WallClock, WallTime } from '../../../core/wall-clock.ts';

/** All of them numbers, in order; Sunday is 0. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

const MINUTE_MS = 60_000;
/** No clock change moves further. */
const CLOCK_CHANGE_MS = 2 * 60 * MINUTE_MS;
const EVERY_HOUR = 24;
const ALL_DAYS = 31;
const ALL_WEEKDAYS = 7;
/** The 29th of February comes within eight years, also round 2100. */
const DAYS_AHEAD = 8 * 366;

/**
 * The first time after `after`, epoch ms; undefined where there is none in eight years.
 *
 * An expression that names hours counts by the clock on the wall: what a clock change skips comes
 * an hour later, and what it repeats comes once. One for every hour counts real minutes through both.
 */
export function nextCron(cron: CronFields, after: number, wall: WallClock): number | undefined {
  return cron.hours.length === EVERY_HOUR
    ? nextOfEveryHour(cron, after, wall)
    : nextOfHours(cron, after, wall);
}

function nextOfHours(cron: CronFields, after: number, wall: WallClock): number | undefined {
  const today = wall.wallTime(after);
  for (let ahead = -1; ahead < DAYS_AHEAD; ahead += 1) {
    const day = { ...today, day: today.day + ahead };
    if (!isDay(cron, day)) continue;
    const midnight = wall.instantOf({ ...day, hour: 0, minute: 0, second: 0 });
    for (const hour of cron.hours)
      for (const minute of cron.minutes) {
        const about = midnight + (hour * 60 + minute) * MINUTE_MS;
        // To ask the wall costs more than everything else here.
        if (about + CLOCK_CHANGE_MS <= after) continue;
        const instant = wall.instantOf({ ...day, hour, minute, second: 0 });
        if (instant > after) return instant;
      }
  }
  return undefined;
}

function nextOfEveryHour(cron: CronFields, after: number, wall: WallClock): number | undefined {
  let instant = (Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS;
  const end = instant + DAYS_AHEAD * 24 * 60 * MINUTE_MS;
  while (instant < end) {
    const now = wall.wallTime(instant);
    if (!isDay(cron, now)) instant = Math.max(wall.next(0, instant), instant + MINUTE_MS);
    else if (cron.minutes.includes(now.minute)) return instant;
    else instant += MINUTE_MS;
  }
  return undefined;
}

/** As everywhere: where both the day and the weekday are given, either is enough. The day may lie outside the month. */
function isDay({ days, months, weekdays }: CronFields, { year, month, day }: WallTime): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const isInMonth = days.includes(date.getUTCDate());
  const isInWeek = weekdays.includes(date.getUTCDay());
  const areBothGiven = days.length < ALL_DAYS && weekdays.length < ALL_WEEKDAYS;
  return areBothGiven ? isInMonth || isInWeek : isInMonth && isInWeek;
}
