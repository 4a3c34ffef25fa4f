/** The site's wall clock: which day and hour an instant is there, and which instant an hour there is. */

export interface WallTime {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MINUTE_MS = 60_000;

export class SiteClock {
  private readonly format: Intl.DateTimeFormat;

  /** `timezone` is an IANA name. */
  constructor(timezone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  wallTime(instant: number): WallTime {
    const parts = new Map(
      this.format.formatToParts(instant).map((part) => [part.type, Number(part.value)] as const),
    );
    const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return {
      year: read('year'),
      month: read('month'),
      day: read('day'),
      hour: read('hour'),
      minute: read('minute'),
      second: read('second'),
    };
  }

  /** The day may lie outside the month. An hour that a clock change skips becomes the one after it. */
  instantOf(wall: WallTime): number {
    const asUtc = utc(wall);
    const guess = asUtc - this.offsetMs(asUtc);
    return asUtc - this.offsetMs(guess);
  }

  /** `2026-11-22T18:00:00+08:00`. */
  formatIso(instant: number): string {
    const offset = Math.round(this.offsetMs(instant) / MINUTE_MS);
    const local = new Date(instant + offset * MINUTE_MS).toISOString().slice(0, 19);
    const size = Math.abs(offset);
    return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  }

  private offsetMs(instant: number): number {
    const seconds = Math.floor(instant / 1_000) * 1_000;
    return utc(this.wallTime(seconds)) - seconds;
  }
}

/** 7 → `07`. */
export function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function utc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
