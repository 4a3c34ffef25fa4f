/** A time on the wall, as somebody asks for it: `2026-03-29T02:30 Europe/Berlin`. It may come once, twice, or never. */
import type { Refusal } from '../../core/refusal.ts';
import { WallClock, type WallTime } from '../../core/wall-clock.ts';
import { refuseWorkflow } from '../errors.ts';
import { nextCron } from '../triggers/cron/cron.ts';
import type { Trigger } from '../workflow.ts';

export interface Moment {
  /** `2026-03-29 02:30` */
  readonly wall: string;
  /** IANA; absent: the site's. */
  readonly zone?: string;
  /** When the clock shows it, epoch ms: none where a clock change skips it, two where it is repeated. */
  readonly instants: readonly number[];
  /** Where it is skipped, when it comes instead. */
  readonly instead?: number;
  /** When the workflow is due on that day, epoch ms; absent: it is not started by the clock. */
  readonly due?: readonly number[];
}

const FORM = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?: +(\S+))?$/;
const DAY_MS = 86_400_000;

/** @param siteWall the clock of the site, where no zone is named */
export function momentOf(text: string, trigger: Trigger, siteWall: WallClock): Moment | Refusal {
  const [, ...parts] = FORM.exec(text.trim()) ?? [];
  const zone = parts[5];
  const clock = zone === undefined ? siteWall : clockIn(zone);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(0, 5).map(Number);
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60;
  if (clock === undefined || !isReal)
    return refuseWorkflow('WORKFLOW_BAD_TIME', `"${text}" is no time of a day, or no time zone`);
  const wall = { year, month, day, hour, minute, second: 0 };
  const instants = instantsOf(wall, clock);
  const instead = clock.instantOf(wall);
  return {
    wall: text.trim().slice(0, 16).replace('T', ' '),
    ...(zone !== undefined && { zone }),
    instants,
    ...(instants.length === 0 && { instead }),
    ...dueOn(wall, trigger, clock),
  };
}

function clockIn(zone: string): WallClock | undefined {
  try {
    return new WallClock(zone);
  } catch {
    return undefined;
  }
}

/** By the offsets before and after: between the two lies every change. */
function instantsOf(wall: WallTime, clock: WallClock): readonly number[] {
  const near = clock.instantOf(wall);
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const found = [near - DAY_MS, near + DAY_MS].map((around) => asUtc - clock.offsetMs(around));
  const shown = found.filter((instant) => {
    const { hour, minute, day } = clock.wallTime(instant);
    return hour === wall.hour && minute === wall.minute && day === wall.day;
  });
  return [...new Set(shown)].sort((one, other) => one - other);
}

/** A cron without a zone of its own is asked as if the site stood in the named one. */
function dueOn(wall: WallTime, trigger: Trigger, clock: WallClock): Pick<Moment, 'due'> {
  if (trigger.kind !== 'cron') return {};
  const own = trigger.timezone === undefined ? clock : new WallClock(trigger.timezone);
  const midnight = { ...wall, hour: 0, minute: 0 };
  const end = clock.instantOf({ ...midnight, day: wall.day + 1 });
  const due: number[] = [];
  let next = nextCron(trigger.fields, clock.instantOf(midnight) - 1, own);
  while (next !== undefined && next < end) {
    due.push(next);
    next = nextCron(trigger.fields, next, own);
  }
  return { due };
}
