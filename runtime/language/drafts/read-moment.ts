/** "every weekday at 7", 每天早上九点, "alle 10 Minuten" → five fields of cron, and what is left of the sentence. */
import type { DraftWords } from './draft-words.ts';

export interface Moment {
  /** Absent: how often was said, and not at what time. */
  readonly cron?: string;
  /** The sentence without it. */
  readonly rest: string;
}

const MINUTES = 60;
const HOURS = 24;

/** Undefined where it does not say how often. */
export function readMoment(text: string, words: DraftWords): Moment | undefined {
  return readOften(text, words) ?? readInterval(text, words);
}

function readOften(text: string, words: DraftWords): Moment | undefined {
  const often = words.often.find(({ pattern }) => pattern.test(text));
  if (often === undefined) return undefined;
  const { pattern, days = '*', half } = often;
  // "every morning at nine", 每天早上九点: what stands beside it says which half of the day.
  const time = words.time.exec(text.replace(pattern, (said) => ' '.repeat(said.length)));
  if (time === null) return { rest: without(text, pattern) };
  const rest = without(text.replace(time[0], ' '), pattern);
  const at = readTime(time, half, words);
  return at === undefined ? { rest } : { cron: `${at.minute} ${at.hour} * * ${days}`, rest };
}

function readTime(
  { groups = {}, 0: whole }: RegExpExecArray,
  half: 'am' | 'pm' | undefined,
  words: DraftWords,
): { readonly hour: number; readonly minute: number } | undefined {
  if (words.noon.test(whole)) return { hour: 12, minute: 0 };
  if (words.midnight.test(whole)) return { hour: 0, minute: 0 };
  const { hour: said = '', minute, more, half: isHalf, before, part = '' } = groups;
  const hour = numberOf(said, words);
  if (hour === undefined) return undefined;
  const minutes =
    isHalf !== undefined || before !== undefined ? 30 : (minuteOf(minute ?? more, words) ?? 0);
  const isLate = words.evening.test(part) || (half === 'pm' && !words.morning.test(part));
  const full = hour - (before === undefined ? 0 : 1) + (isLate && hour < 12 ? 12 : 0);
  return full >= 0 && full < HOURS && minutes < MINUTES
    ? { hour: full, minute: minutes }
    : undefined;
}

function minuteOf(text: string | undefined, words: DraftWords): number | undefined {
  if (text === 'dreißig') return 30;
  return text === undefined ? undefined : numberOf(text, words);
}

function readInterval(text: string, words: DraftWords): Moment | undefined {
  const found = words.interval.exec(text);
  if (found === null) return undefined;
  const { count, unit = 'hour', hourly } = found.groups ?? {};
  const rest = without(text, words.interval);
  const every = hourly !== undefined || count === undefined ? 1 : numberOf(count, words);
  const isHours = /^(?:h|stunde|小时)/.test(unit);
  const size = isHours ? HOURS : MINUTES;
  // A cron begins anew each hour and each day: seven minutes do not go into it.
  if (every === undefined || every < 1 || size % every !== 0) return { rest };
  const step = every === 1 ? '*' : `*/${String(every)}`;
  return { cron: isHours ? `0 ${step} * * *` : `${step} * * * *`, rest };
}

/** Digits, or a word. */
export function numberOf(
  text: string,
  { numbers }: Pick<DraftWords, 'numbers'>,
): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^(?:a|an|un|una|eine|einer)$/.test(text)) return 1;
  if (text === '两') return 2;
  const known = numbers.indexOf(text);
  if (known >= 0 && text !== '') return known;
  const [, tens = '', ones = ''] = /^([二])?十([一二三四五六七八九])?$/.exec(text) ?? [];
  if (!text.includes('十')) return undefined;
  return (tens === '' ? 10 : 20) + Math.max(0, ones === '' ? 0 : numbers.indexOf(ones));
}

function without(text: string, pattern: RegExp): string {
  return text.replace(pattern, ' ').replaceAll(/\s+/g, ' ').trim();
}
