/** The site's clock on the wall: what time of day it is where the greenhouse stands. */

export class WallTime {
  readonly #format: Intl.DateTimeFormat;

  /** @param timezone IANA name, as `Europe/Berlin`. */
  constructor(timezone: string) {
    this.#format = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  }

  /** Minutes after midnight. */
  minuteOfDay(now: number): number {
    const [hour, minute] = this.#format.format(now).split(':');
    return Number(hour) * 60 + Number(minute);
  }

  /** When the clock on the wall next shows that minute of the day, epoch ms; a day with a clock change included. */
  next(minuteOfDay: number, now: number): number {
    const MINUTE_MS = 60_000;
    const DAY_MINUTES = 1_440;
    const thisMinute = now - (now % MINUTE_MS);
    const ahead = (minuteOfDay - this.minuteOfDay(now) + DAY_MINUTES) % DAY_MINUTES;
    const candidate = thisMinute + (ahead === 0 ? DAY_MINUTES : ahead) * MINUTE_MS;
    const drift = minuteOfDay - this.minuteOfDay(candidate);
    return candidate + (((drift + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2) * MINUTE_MS;
  }
}
