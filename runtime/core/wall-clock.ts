/**
 * The clock on the wall of the site: which day and hour an instant is there, and which instant an
 * hour there is. A process that lives in the site's time zone (`TZ`) answers from `Date`; any other
 * zone takes `Intl`, whose tables cost a process 8 MB of memory.
 */
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
const DAY_MINUTES = 1_440;

export class WallClock {
  /** The time on the wall at an instant, epoch ms. */
  readonly wallTime: (instant: number) => WallTime;

  /** @param timezone IANA name, as `Europe/Berlin`; absent: the process's own. */
  constructor(timezone?: string) {
    const isOwn = timezone === undefined || timezone === process.env['TZ'];
    this.wallTime = isOwn ? localTime : timeIn(timezone);
  }

  /** The day may lie outside the month. An hour that a clock change skips becomes the one after it. */
  instantOf(wall: WallTime): number {
    const asUtc = utc(wall);
    const guess = asUtc - this.offsetMs(asUtc);
    return asUtc - this.offsetMs(guess);
  }

  /** Minutes after midnight. */
  minuteOfDay(instant: number): number {
    const { hour, minute } = this.wallTime(instant);
    return hour * 60 + minute;
  }

  /** When that minute of the day comes next, epoch ms: today if it is still to come, else tomorrow. */
  next(minuteOfDay: number, now: number): number {
    const today = this.wallTime(now);
    const isOver = minuteOfDay <= this.minuteOfDay(now);
    const day = today.day + (isOver ? 1 : 0);
    return this.instantOf({ ...today, day, hour: 0, minute: minuteOfDay % DAY_MINUTES, second: 0 });
  }

  /** `14:03:05` */
  formatTime(instant: number): string {
    const { hour, minute, second } = this.wallTime(instant);
    return [hour, minute, second].map(pad).join(':');
  }

  /** `2026-11-22T18:00:00+08:00` */
  formatIso(instant: number): string {
    const offset = Math.round(this.offsetMs(instant) / MINUTE_MS);
    const local = new Date(instant + offset * MINUTE_MS).toISOString().slice(0, 19);
    const size = Math.abs(offset);
    return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  }

  /** How far the wall is ahead of UTC. */
  offsetMs(instant: number): number {
    const seconds = Math.floor(instant / 1_000) * 1_000;
    return utc(this.wallTime(seconds)) - seconds;
  }
}

/** 7 → `07`. */
export function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function localTime(instant: number): WallTime {
  const date = new Date(instant);
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
  };
}

function timeIn(timeZone: string): (instant: number) => WallTime {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (instant) => {
    const parts = new Map(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return {
      ...{ year: read('year'), month: read('month'), day: read('day') },
      ...{ hour: read('hour'), minute: read('minute'), second: read('second') },
    };
  };
}

/** Carries over what lies outside its range: minute 90 is half past one. */
function utc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
