import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WallClock } from '../../../core/wall-clock.ts';
import { nextCron } from './cron.ts';
import { isCronMistake, parseCron } from './parse-cron.ts';

const test = suite('cron');
const berlin = new WallClock('Europe/Berlin');

function times(expression: string, from: string, count: number): readonly string[] {
  const cron = parseCron(expression);
  if (isCronMistake(cron)) throw new Error(cron.message);
  const found: string[] = [];
  let after = Date.parse(from);
  while (found.length < count) {
    const next = nextCron(cron, after, berlin);
    if (next === undefined) break;
    found.push(berlin.formatIso(next));
    after = next;
  }
  return found;
}

function mistake(expression: string): string {
  const cron = parseCron(expression);
  return isCronMistake(cron) ? cron.message : '';
}

test('fires every day at nine, on the wall', () => {
  assert.equal(times('0 9 * * *', '2026-10-24T06:00:00Z', 3), [
    '2026-10-24T09:00:00+02:00',
    '2026-10-25T09:00:00+01:00',
    '2026-10-26T09:00:00+01:00',
  ]);
});

test('does not fire at the very moment that it is asked after', () => {
  assert.equal(times('0 9 * * *', '2026-01-05T09:00:00+01:00', 1), ['2026-01-06T09:00:00+01:00']);
});

test('fires on weekdays, also over the end of a month', () => {
  assert.equal(times('30 7 * * 1-5', '2026-01-30T12:00:00+01:00', 2), [
    '2026-02-02T07:30:00+01:00',
    '2026-02-03T07:30:00+01:00',
  ]);
});

test('takes either of day and weekday where both are given, as cron does', () => {
  assert.equal(times('0 0 13 * 5', '2026-02-01T00:00:00+01:00', 3), [
    '2026-02-06T00:00:00+01:00',
    '2026-02-13T00:00:00+01:00',
    '2026-02-20T00:00:00+01:00',
  ]);
});

test('fires an hour that the clock change skips after it, and that day only', () => {
  assert.equal(times('30 2 * * *', '2026-03-28T12:00:00+01:00', 2), [
    '2026-03-29T03:30:00+02:00',
    '2026-03-30T02:30:00+02:00',
  ]);
});

test('fires an hour that the clock change repeats once', () => {
  assert.equal(times('30 2 * * *', '2026-10-24T12:00:00+02:00', 2).length, 2);
  const [first = '', second = ''] = times('30 2 * * *', '2026-10-24T12:00:00+02:00', 2);
  assert.match(first, /^2026-10-25T02:30:00/);
  assert.match(second, /^2026-10-26T02:30:00/);
});

test('counts real minutes where every hour is meant: none is left out in the repeated hour', () => {
  const start = Date.parse('2026-10-25T00:00:00Z');
  const found = times('*/20 * * * *', '2026-10-25T00:00:00Z', 9).map((time) => Date.parse(time));
  assert.equal(
    found,
    Array.from({ length: 9 }, (_, index) => start + (index + 1) * 20 * 60_000),
  );
});

test('finds the 29th of February, and says that the 31st of it never comes', () => {
  assert.equal(times('0 0 29 2 *', '2026-03-01T00:00:00Z', 1), ['2028-02-29T00:00:00+01:00']);
  assert.match(mistake('0 0 31 2 *'), /"31" is no day of that month/);
});

test('takes names of months and weekdays, and Sunday as 0 and 7', () => {
  const sundays = times('0 8 * * sun', '2026-06-01T00:00:00Z', 2);
  assert.equal(times('0 8 * * 7', '2026-06-01T00:00:00Z', 2), sundays);
  assert.equal(times('0 8 1 jan *', '2026-06-01T00:00:00Z', 1), ['2027-01-01T08:00:00+01:00']);
});

test('refuses six fields, words, numbers out of range and what only some crons know', () => {
  assert.match(mistake('0 0 9 * * *'), /five fields, and this has 6 fields/);
  assert.match(mistake('@daily'), /five fields, and this has 1 field$/);
  assert.match(mistake('0 25 * * *'), /"25" is no hour/);
  assert.match(mistake('0 9 L * *'), /numbers, ranges, steps and lists/);
  assert.match(mistake('0 9 * * 5#2'), /numbers, ranges, steps and lists/);
});

test.run();
