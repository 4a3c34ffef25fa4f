import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRefusal } from '../../core/refusal.ts';
import { WallClock } from '../../core/wall-clock.ts';
import { isCronMistake, parseCron } from '../triggers/cron/parse-cron.ts';
import type { Trigger } from '../workflow.ts';
import { momentOf } from './moment.ts';
import { sayMoment } from './say-moment.ts';

const test = suite('what would happen at a time');

const utc = new WallClock('UTC');

function cron(expression: string): Trigger {
  const fields = parseCron(expression);
  if (isCronMistake(fields)) throw new Error(fields.message);
  return { kind: 'cron', expression, fields, missed: 'skip', graceMs: 0 };
}

function ask(text: string, trigger: Trigger): string {
  const moment = momentOf(text, trigger, utc);
  return isRefusal(moment) ? moment.code : sayMoment(moment, utc, 'en');
}

/** From the tz database: Berlin 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00; Lord Howe moves by half an hour. */
const SAID: readonly (readonly [string, string, string])[] = [
  [
    '2026-03-29T02:30 Europe/Berlin',
    '30 2 * * *',
    '02:30 does not exist on 2026-03-29 in Europe/Berlin: the clock skips it. What is due then comes at 03:30 local time, once. It runs then, once.',
  ],
  [
    '2026-10-25T02:30 Europe/Berlin',
    '30 2 * * *',
    '02:30 comes twice on 2026-10-25 in Europe/Berlin: first at +02:00, then at +01:00. It runs once, the second time.',
  ],
  [
    '2026-10-25T02:30 Europe/Berlin',
    '*/30 * * * *',
    '02:30 comes twice on 2026-10-25 in Europe/Berlin: first at +02:00, then at +01:00. It runs then, both times.',
  ],
  [
    '2026-06-01T09:00 Europe/Berlin',
    '0 9 * * *',
    '2026-06-01 09:00 in Europe/Berlin. It runs then.',
  ],
  [
    '2026-06-01 09:00',
    '0 7,21 * * *',
    '2026-06-01 09:00. It does not run then; on that day it runs at 07:00, 21:00.',
  ],
  ['2026-06-06T09:00', '0 9 * * 1-5', '2026-06-06 09:00. It does not run on that day.'],
  [
    '2026-10-04T02:15 Australia/Lord_Howe',
    '0 9 * * *',
    '02:15 does not exist on 2026-10-04 in Australia/Lord_Howe: the clock skips it. What is due then comes at 02:45 local time, once. It does not run then; on that day it runs at 09:00.',
  ],
];

for (const [text, expression, said] of SAID)
  test(`${text} of "${expression}"`, () => {
    assert.is(ask(text, cron(expression)), said);
  });

test('of one that no clock starts, only the time is said', () => {
  assert.match(ask('2026-06-01T09:00', { kind: 'manual' }), /No clock starts this workflow/);
});

test('what is no time, or no zone, is refused', () => {
  for (const text of [
    'half past two',
    '2026-03-29',
    '2026-13-01T02:30',
    '2026-03-29T25:30',
    '2026-03-29T02:30 Berlin/Europe',
  ])
    assert.is(ask(text, { kind: 'manual' }), 'WORKFLOW_BAD_TIME', text);
});

test.run();
