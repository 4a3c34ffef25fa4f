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
}
