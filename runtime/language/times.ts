/**
 * Finds clock times ("half past six", 6pm, 明天早上七点半, "at noon tomorrow") in a row of tokens.
 * When they are is worked out in `schedule.ts`.
 */
import { readNumber, type Found } from './quantities.ts';
import { span, type ClockTime, type Token } from './token.ts';

type Tokens = readonly Token[];

/** Replaces every clock time by one `clock` token. */
export function joinTimes(tokens: Tokens): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const found = readClock(tokens, at);
    const token = tokens[at];
    if (found !== undefined) joined.push(found.value);
    else if (token !== undefined) joined.push(token);
    at = found?.next ?? at + 1;
  }
  return joined;
}

/** The hour and minute, before the part of the day is known. */
interface Dial {
  readonly hour: number;
  readonly minute: number;
  /** A number that nothing but the day beside it makes a time: "tomorrow at 7". */
  readonly bare?: true;
  /** Needs no part of the day: noon, 06:30. */
  readonly exact?: true;
}

interface DayWords {
  readonly half?: NonNullable<Token['half']>;
  readonly day?: number;
}

function readClock(tokens: Tokens, at: number): Found<Token> | undefined {
  const before = readDayWords(tokens, at);
  const dial = readDial(tokens, skipAt(tokens, before.next, at), before.next > at);
  if (dial === undefined) return undefined;
  const after = readDayWords(tokens, dial.next);
  const words = { ...before.value, ...after.value };
  const known =
    words.half !== undefined || words.day !== undefined || tokens[at - 1]?.tag === 'until';
  if (dial.value.bare === true && !known) return undefined;
  const clock = settle(dial.value, words);
  if (clock === undefined) return undefined;
  return {
    value: span(tokens.slice(at, after.next), { tag: 'clock', clock }),
    next: after.next,
  };
}

/** "tomorrow at 7": the "at" between the day and the hour. */
function skipAt(tokens: Tokens, next: number, at: number): number {
  return next > at && tokens[next]?.tag === 'at' ? next + 1 : next;
}

function readDayWords(tokens: Tokens, at: number): Found<DayWords> {
  let value: DayWords = {};
  let next = at;
  for (;;) {
    const token = tokens[next];
    const isNoonBeforeHour = token?.text === '中午' && isHourAhead(tokens[next + 1]);
    if (token?.tag !== 'day' && token?.tag !== 'daypart' && !isNoonBeforeHour) break;
    if (isNoonBeforeHour) value = { ...value, half: 'pm' };
    if (token.half !== undefined) value = { ...value, half: token.half };
    if (token.day !== undefined) value = { ...value, day: token.day };
    next += 1;
  }
  return { value, next };
}

/** 中午 alone is twelve; before an hour it is a part of the day. 一点 is "a bit" elsewhere. */
function isHourAhead(token: Token | undefined): boolean {
  return token?.tag === 'number' || token?.text === '一点';
}

function readDial(tokens: Tokens, at: number, afterDay: boolean): Found<Dial> | undefined {
  const token = tokens[at];
  if (token?.clock !== undefined) return found({ ...token.clock, ...exactly(token.clock) }, at + 1);
  if (token?.tag === 'noon')
    return found({ hour: token.amount ?? 0, minute: 0, exact: true }, at + 1);
  if (token?.tag === 'past-hour') return readPastHour(tokens, at, token.amount ?? 0);
  if (afterDay && token?.text === '一点') return readMinutes(tokens, at + 1, 1);
  const number = readNumber(tokens, at);
  if (number === undefined || !isHour(number.value)) return readHourAndPoint(tokens, at);
  return readAfterHour(tokens, number);
}

function exactly(clock: ClockTime): Pick<Dial, 'exact'> {
  return clock.eitherHalf ? {} : { exact: true };
}

/** A number that is an hour: with o'clock, before am or pm, or bare. */
function readAfterHour(tokens: Tokens, number: Found<number>): Found<Dial> | undefined {
  const follower = tokens[number.next];
  const dial = { hour: number.value, minute: 0 };
  if (follower?.tag === 'oclock') return found(dial, number.next + 1);
  if (follower?.tag === 'point' && follower.text !== 'point')
    return readMinutes(tokens, number.next + 1, number.value);
  if (follower?.tag === 'unit' || follower?.tag === 'time-unit' || follower?.tag === 'tenths')
    return undefined;
  return found({ ...dial, bare: true }, number.next);
}

/** 六点十分 reads as a decimal number at first sight. */
function readHourAndPoint(tokens: Tokens, at: number): Found<Dial> | undefined {
  const [hour, point] = [tokens[at], tokens[at + 1]];
  if (hour?.tag !== 'number' || point?.tag !== 'point' || point.text === 'point') return undefined;
  const value = hour.amount ?? -1;
  return isHour(value) ? readMinutes(tokens, at + 2, value) : undefined;
}

/** What follows 点: 半, 一刻, 十分, 三十, or nothing. 六点五 is a decimal, and 六点五度 a temperature. */
function readMinutes(tokens: Tokens, at: number, hour: number): Found<Dial> | undefined {
  const token = tokens[at];
  if (token?.tag === 'half') return found({ hour, minute: 30 }, at + 1);
  if (token?.tag === 'quarter') return found({ hour, minute: 15 }, at + 1);
  if (token?.tag !== 'number') return found({ hour, minute: 0 }, at);
  const minute = token.amount ?? 60;
  const isMarked = tokens[at + 1]?.text === '分';
  if (minute > 59 || (minute < 10 && !isMarked) || tokens[at + 1]?.tag === 'unit') return undefined;
  return found({ hour, minute }, isMarked ? at + 2 : at + 1);
}

function readPastHour(tokens: Tokens, at: number, offset: number): Found<Dial> | undefined {
  const number = readNumber(tokens, at + 1);
  if (number === undefined || !isHour(number.value)) return undefined;
  const minutes = number.value * 60 + offset;
  const next = tokens[number.next]?.tag === 'oclock' ? number.next + 1 : number.next;
  return found({ hour: Math.floor(minutes / 60), minute: minutes % 60 }, next);
}

function found(value: Dial, next: number): Found<Dial> {
  return { value, next };
}

function isHour(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 24;
}

/** undefined for what no clock shows, such as 14 am. */
function settle(dial: Dial, { half, day }: DayWords): ClockTime | undefined {
  const { minute } = dial;
  const hour = dial.hour % 24;
  const on = (days: number): Pick<ClockTime, 'day'> =>
    day === undefined ? {} : { day: day + days };
  if (dial.exact === true || hour > 12 || hour === 0)
    return half === 'am' && hour > 12 ? undefined : { hour, minute, eitherHalf: false, ...on(0) };
  if (half === undefined) return { hour, minute, eitherHalf: true, ...on(0) };
  if (half === 'night' && (hour === 12 || hour < 5))
    return { hour: hour % 12, minute, eitherHalf: false, ...on(1) };
  return { hour: (hour % 12) + (half === 'am' ? 0 : 12), minute, eitherHalf: false, ...on(0) };
}
