/**
 * When and how long: reads `for`, `at`, `in`, `until` and `from … to` out of the tokens of one
 * clause. A time that could be two is no time; it is asked back.
 */
import { pad, type WallClock } from '../core/wall-clock.ts';
import type { ClockTime, Token } from './token.ts';

export interface Schedule {
  /** As `core/duration.ts` reads it. */
  readonly for?: string;
  /** `HH:MM` for the next such time, ISO 8601 where the day or the distance was said. */
  readonly at?: string;
}

export interface Moment {
  readonly now: number;
  readonly clock: WallClock;
}

type Tokens = readonly Token[];

const TWELVE_HOURS_MS = 12 * 3_600_000;

/** undefined when the time is unclear: two durations, no such hour, already over, "tomorrow" alone. */
export function readSchedule(tokens: Tokens, moment: Moment): Schedule | undefined {
  if (tokens.some(isLooseDay)) return undefined;
  const clocks = tokens.filter((token) => token.tag === 'clock');
  const spans = tokens.filter((token) => token.tag === 'duration');
  const waits = spans.filter((token) => isWait(tokens, token));
  const runs = spans.filter((token) => !waits.includes(token));
  if (runs.some((run) => isLoose(tokens, run))) return undefined;
  if (clocks.length + waits.length > 2 || waits.length > 1 || runs.length > 1) return undefined;
  const [first, second] = clocks;
  if (first !== undefined && second !== undefined)
    return waits.length + runs.length > 0 ? undefined : readRange(tokens, first, second, moment);
  const end = first !== undefined && isUntil(tokens, first) ? first : undefined;
  const start = end === undefined ? first : undefined;
  if (end !== undefined) return spans.length > 0 ? undefined : readEnd(end, moment);
  return combine(runs[0], waits[0], start, moment);
}

function combine(
  run: Token | undefined,
  wait: Token | undefined,
  start: Token | undefined,
  moment: Moment,
): Schedule | undefined {
  if (wait !== undefined && start !== undefined) return undefined;
  const length = run?.durationMs;
  if (length !== undefined && length <= 0) return undefined;
  const at = wait === undefined ? clockText(start?.clock, moment) : waitText(wait, moment);
  if (at === undefined && (wait ?? start) !== undefined) return undefined;
  return {
    ...(length !== undefined && { for: durationText(length) }),
    ...(at !== undefined && { at }),
  };
}

/** "from 18:00 to 20:00". */
function readRange(
  tokens: Tokens,
  first: Token,
  second: Token,
  moment: Moment,
): Schedule | undefined {
  const from = first.clock;
  const to = second.clock;
  const joint = tokens[tokens.indexOf(second) - 1]?.tag;
  const isRange =
    joint === 'to' || joint === 'until' || (joint === 'and' && before(tokens, first) === 'from');
  if (from === undefined || to === undefined || !isRange || to.eitherHalf) return undefined;
  const start = from.eitherHalf ? sameHalf(from, to) : from;
  const at = clockText(start, moment);
  const minutes = (minuteOf(to) - minuteOf(start) + 1_440) % 1_440;
  return at === undefined || minutes === 0
    ? undefined
    : { at, for: durationText(minutes * 60_000) };
}

/** The 6 of "from 6 to 8 pm" is in the evening too. */
function sameHalf(from: ClockTime, to: ClockTime): ClockTime {
  const hour = to.hour >= 12 && from.hour % 12 < to.hour % 12 ? (from.hour % 12) + 12 : from.hour;
  return { ...from, hour, eitherHalf: false };
}

function readEnd(end: Token, { now, clock }: Moment): Schedule | undefined {
  const instant = end.clock === undefined ? undefined : nextInstant(end.clock, { now, clock });
  if (instant === undefined) return undefined;
  return { for: durationText(Math.round((instant - now) / 1_000) * 1_000) };
}

/** "in ten minutes", "ten minutes later", 十分钟后. */
function isWait(tokens: Tokens, token: Token): boolean {
  return before(tokens, token) === 'in' || tokens[tokens.indexOf(token) + 1]?.tag === 'later';
}

/** "the light on an hour" was rather meant to be "in an hour". */
function isLoose(tokens: Tokens, run: Token): boolean {
  return /^an? /.test(run.text) && before(tokens, run) !== 'for';
}

function isUntil(tokens: Tokens, token: Token): boolean {
  return before(tokens, token) === 'until';
}

function isLooseDay(token: Token): boolean {
  return token.tag === 'day' || token.tag === 'daypart';
}

function before(tokens: Tokens, token: Token): Token['tag'] | undefined {
  return tokens[tokens.indexOf(token) - 1]?.tag;
}

function waitText(wait: Token, { now, clock }: Moment): string | undefined {
  const durationMs = wait.durationMs ?? 0;
  return durationMs <= 0 ? undefined : clock.formatIso(now + durationMs);
}

function clockText(time: ClockTime | undefined, moment: Moment): string | undefined {
  if (time === undefined) return undefined;
  const instant = nextInstant(time, moment);
  if (instant === undefined) return undefined;
  if (time.day !== undefined) return moment.clock.formatIso(instant);
  const { hour, minute } = moment.clock.wallTime(instant);
  return `${pad(hour)}:${pad(minute)}`;
}

/** undefined when that day's hour is over, or its half of the day was left open. */
function nextInstant(time: ClockTime, { now, clock }: Moment): number | undefined {
  const wall = { ...clock.wallTime(now), hour: time.hour, minute: time.minute, second: 0 };
  if (time.day !== undefined) {
    const instant = clock.instantOf({ ...wall, day: wall.day + time.day });
    return time.eitherHalf || instant <= now ? undefined : instant;
  }
  const today = clock.instantOf(wall);
  const tomorrow = clock.instantOf({ ...wall, day: wall.day + 1 });
  if (!time.eitherHalf) return today > now ? today : tomorrow;
  const candidates = [today - TWELVE_HOURS_MS, today, today + TWELVE_HOURS_MS, tomorrow];
  return candidates.find((instant) => instant > now);
}

function minuteOf(time: ClockTime): number {
  return time.hour * 60 + time.minute;
}

/** 5400000 → `1h30m`. */
export function durationText(durationMs: number): string {
  const parts = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
    ['ms', 1],
  ] as const;
  let rest = Math.round(durationMs);
  return parts
    .map(([symbol, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count > 0 ? `${String(count)}${symbol}` : '';
    })
    .join('');
}
