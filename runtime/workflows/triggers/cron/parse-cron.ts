/** Reads a cron expression: five fields, by `node-cron`, which knows names, ranges and steps. Only this file touches it. */
import { parse, validateDetailed, type CronFieldError } from 'node-cron';
import type { CronFields } from './cron.ts';

export interface CronMistake {
  readonly message: string;
  readonly hint: string;
}

const FIELDS = 5;
const FORM = 'write five fields: minute hour day month weekday, as in "cron 0 9 * * *"';

/** @param expression without the word `cron` */
export function parseCron(expression: string): CronFields | CronMistake {
  const words = expression.trim().split(/\s+/);
  if (words.length !== FIELDS) {
    const count = `${String(words.length)} ${words.length === 1 ? 'field' : 'fields'}`;
    return { message: `a cron trigger has five fields, and this has ${count}`, hint: FORM };
  }
  const { valid, errors } = validateDetailed(expression);
  const [wrong] = errors;
  if (!valid) {
    const field = wrong?.value === undefined ? '' : `: "${wrong.value}" is no ${fieldName(wrong)}`;
    return { message: `this cron expression cannot be read${field}`, hint: FORM };
  }
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parse(expression);
  const [days, weekdays] = [dayOfMonth.filter(isNumber), dayOfWeek.filter(isNumber)];
  if (days.length < dayOfMonth.length || weekdays.length < dayOfWeek.length)
    return {
      message: 'days are numbers, ranges, steps and lists here',
      hint: 'L, W and # are not read: write a condition (`when:`) into the first step',
    };
  return { minutes: minute, hours: hour, days, months: month, weekdays };
}

export function isCronMistake(parsed: CronFields | CronMistake): parsed is CronMistake {
  return 'message' in parsed;
}

function fieldName({ field }: CronFieldError): string {
  if (field === 'dayOfMonth') return 'day of that month';
  return field === 'dayOfWeek' ? 'weekday' : field;
}

function isNumber(value: number | string): value is number {
  return typeof value === 'number';
}
