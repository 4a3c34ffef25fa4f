/**
 * Joins numbers, in digits or words, with their units: "twenty-one and a half degrees", 百分之三十,
 * "half an hour", 一个半小时. Clock times were taken out before, by `times.ts`.
 */
import { span, type Token } from './token.ts';

/** What a reader found, and where it stopped. */
export interface Found<Value> {
  readonly value: Value;
  readonly next: number;
}

type Tokens = readonly Token[];

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Replaces every number by a `quantity` or a `duration`. */
export function joinQuantities(tokens: Tokens): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const found = readDuration(tokens, at) ?? readQuantity(tokens, at);
    const token = tokens[at];
    if (found !== undefined) joined.push(found.value);
    else if (token !== undefined) joined.push(token);
    at = found?.next ?? at + 1;
  }
  return joined;
}

/** A number and the half, or the decimals, that follow it. */
export function readNumber(tokens: Tokens, at: number): Found<number> | undefined {
  const whole = readWhole(tokens, at);
  if (whole === undefined) return undefined;
  const { next } = whole;
  const decimals = readDecimals(tokens, next);
  if (decimals !== undefined) return { value: whole.value + decimals.value, next: decimals.next };
  const part = tokens[next]?.tag === 'and' ? partOf(tokens[next + 1]) : undefined;
  return part === undefined ? whole : { value: whole.value + part, next: next + 2 };
}

/** "one hundred and five", "twenty one"; digits and Chinese numerals are whole already. */
function readWhole(tokens: Tokens, at: number): Found<number> | undefined {
  const first = amountAt(tokens, at);
  if (first === undefined) return undefined;
  if (!isEnglishWord(tokens[at])) return { value: first, next: at + 1 };
  if (amountAt(tokens, at + 1) === 100 && first < 10) return readHundreds(tokens, at, first);
  const ones = isEnglishWord(tokens[at + 1]) ? amountAt(tokens, at + 1) : undefined;
  const joins = first >= 20 && first < 100 && ones !== undefined && ones > 0 && ones < 10;
  return joins ? { value: first + ones, next: at + 2 } : { value: first, next: at + 1 };
}

function readHundreds(tokens: Tokens, at: number, hundreds: number): Found<number> {
  const skip = tokens[at + 2]?.tag === 'and' ? 3 : 2;
  const rest = isEnglishWord(tokens[at + skip]) ? readWhole(tokens, at + skip) : undefined;
  return { value: hundreds * 100 + (rest?.value ?? 0), next: rest?.next ?? at + 2 };
}

/** "point five", 点五. */
function readDecimals(tokens: Tokens, at: number): Found<number> | undefined {
  const digits = tokens[at]?.tag === 'point' ? amountAt(tokens, at + 1) : undefined;
  if (digits === undefined || !Number.isInteger(digits) || digits < 0) return undefined;
  return { value: Number(`0.${String(digits)}`), next: at + 2 };
}

function readQuantity(tokens: Tokens, at: number): Found<Token> | undefined {
  const percent = readPercent(tokens, at);
  if (percent !== undefined) return percent;
  const first = tokens[at];
  const part = partOf(first);
  if (first !== undefined && part !== undefined)
    return quantity(tokens, at, { value: part, next: at + 1 }, 'fraction');
  const sign = first?.tag === 'minus' ? -1 : 1;
  const number = readNumber(tokens, sign === 1 ? at : at + 1);
  if (number === undefined) return undefined;
  const unit = tokens[number.next];
  if (unit?.tag !== 'unit') return quantity(tokens, at, signed(number, sign));
  const half = halfAfter(tokens, number.next + 1);
  const found = {
    value: number.value + (half === undefined ? 0 : 0.5),
    next: half ?? number.next + 1,
  };
  return quantity(tokens, at, signed(found, sign), unit.unit);
}

/** 二十一度半, "veintiún grados y medio": where it ends; not of "21 degrees and half the lights". */
function halfAfter(tokens: Tokens, at: number): number | undefined {
  if (tokens[at]?.tag === 'half') return at + 1;
  if (tokens[at]?.tag !== 'and' || tokens[at + 1]?.tag !== 'half') return undefined;
  const next = tokens[at + 2];
  return next === undefined || next.tag === 'comma' || next.tag === 'and' ? at + 2 : undefined;
}

/** 百分之三十, 三成. */
function readPercent(tokens: Tokens, at: number): Found<Token> | undefined {
  const after = tokens[at]?.tag === 'percent-of';
  const number = readNumber(tokens, after ? at + 1 : at);
  if (number === undefined) return undefined;
  if (after) return quantity(tokens, at, number, '%');
  if (tokens[number.next]?.tag !== 'tenths') return undefined;
  return quantity(tokens, at, { value: number.value * 10, next: number.next + 1 }, '%');
}

function quantity(tokens: Tokens, at: number, found: Found<number>, unit?: string): Found<Token> {
  const meaning = {
    tag: 'quantity',
    amount: found.value,
    ...(unit !== undefined && { unit }),
  } as const;
  return { value: span(tokens.slice(at, found.next), meaning), next: found.next };
}

function signed(found: Found<number>, sign: number): Found<number> {
  return { value: sign * found.value, next: found.next };
}

/** "1 hour and 30 minutes", "1h30", 一小时半: parts of falling size. */
function readDuration(tokens: Tokens, at: number): Found<Token> | undefined {
  let sum = 0;
  let unitMs = Infinity;
  let next = at;
  for (;;) {
    const from = next > at && tokens[next]?.tag === 'and' ? next + 1 : next;
    const part = readDurationPart(tokens, from) ?? bareMinutes(tokens, from, unitMs);
    if (part === undefined || part.value.unitMs >= unitMs) break;
    sum += part.value.durationMs;
    unitMs = part.value.unitMs;
    next = part.next;
  }
  if (next === at) return undefined;
  const meaning = { tag: 'duration', durationMs: Math.round(sum) } as const;
  return { value: span(tokens.slice(at, next), meaning), next };
}

interface DurationPart {
  readonly durationMs: number;
  readonly unitMs: number;
}

function readDurationPart(tokens: Tokens, at: number): Found<DurationPart> | undefined {
  const amount = readDurationAmount(tokens, at);
  if (amount === undefined) return undefined;
  const unit = tokens[amount.next];
  if (unit?.tag !== 'time-unit' || unit.durationMs === undefined) return undefined;
  const after = amount.next + 1;
  const half = tokens[after]?.tag === 'and' ? after + 1 : after;
  const more = partOf(tokens[half]) !== undefined && tokens[half + 1]?.tag !== 'time-unit';
  return {
    value: {
      durationMs: (amount.value + (more ? (partOf(tokens[half]) ?? 0) : 0)) * unit.durationMs,
      unitMs: unit.durationMs,
    },
    next: more ? half + 1 : after,
  };
}

/** "an", "half an", 半个, 一个半, "two". */
function readDurationAmount(tokens: Tokens, at: number): Found<number> | undefined {
  const first = tokens[at];
  const part = partOf(first);
  if (first?.tag === 'a') return { value: 1, next: at + 1 };
  if (part !== undefined) return { value: part, next: skipCounter(tokens, at + 1) };
  const number = readNumber(tokens, at);
  if (number === undefined) return undefined;
  const next = skipCounter(tokens, number.next);
  if (tokens[next]?.tag !== 'half') return { value: number.value, next };
  return { value: number.value + 0.5, next: skipCounter(tokens, next + 1) };
}

/** The 30 of "1h30". */
function bareMinutes(tokens: Tokens, at: number, unitMs: number): Found<DurationPart> | undefined {
  const minutes = unitMs === HOUR_MS ? amountAt(tokens, at) : undefined;
  const follower = tokens[at + 1]?.tag;
  if (minutes === undefined || minutes >= 60 || follower === 'unit' || follower === 'daypart')
    return undefined;
  return { value: { durationMs: minutes * MINUTE_MS, unitMs: MINUTE_MS }, next: at + 1 };
}

function skipCounter(tokens: Tokens, at: number): number {
  return tokens[at]?.text === '个' ? at + 1 : at;
}

function partOf(token: Token | undefined): number | undefined {
  if (token?.tag === 'half') return 0.5;
  return token?.tag === 'quarter' ? token.amount : undefined;
}

function amountAt(tokens: Tokens, at: number): number | undefined {
  const token = tokens[at];
  return token?.tag === 'number' ? token.amount : undefined;
}

function isEnglishWord(token: Token | undefined): boolean {
  return token?.tag === 'number' && /^[a-z]/.test(token.text);
}
