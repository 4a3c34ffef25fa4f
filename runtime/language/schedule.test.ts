import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createGrammar } from './grammar.ts';
import { greenhouse } from './greenhouse.fixture.ts';

/** Sunday 22 November 2026, 15:00 in Berlin and 22:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 22, 14);

function schedule(when: string, now = NOW, timezone = 'Europe/Berlin'): unknown {
  const grammar = createGrammar({ site: greenhouse(), timezone });
  const found = grammar.understand(`turn on the pump ${when}`, { now, language: 'en' });
  if (found.kind !== 'act') return found.kind === 'unsure' && found.reason;
  const { target: _target, value: _value, ...rest } = found.calls[0]?.args ?? {};
  return rest;
}

test('"at six" is the next six, in the morning or in the evening', () => {
  assert.equal(schedule('at 6'), { at: '18:00' });
  assert.equal(schedule('at 6', NOW + 4 * 3_600_000), { at: '06:00' });
  assert.equal(schedule('at half past two'), { at: '02:30' });
});

test('a time of the 24 hours is kept as it is', () => {
  assert.equal(schedule('at 06:00'), { at: '06:00' });
  assert.equal(schedule('at 14:59'), { at: '14:59' });
});

test('a day makes it an instant, in the zone of the site', () => {
  assert.equal(schedule('tomorrow at 7 am'), { at: '2026-11-23T07:00:00+01:00' });
  assert.equal(schedule('tomorrow at 7 am', NOW, 'Asia/Shanghai'), {
    at: '2026-11-23T07:00:00+08:00',
  });
  assert.equal(schedule('tomorrow at 7 am', Date.UTC(2026, 11, 31, 12)), {
    at: '2027-01-01T07:00:00+01:00',
  });
});

test('the day of a clock change has its own offset', () => {
  assert.equal(schedule('tomorrow at 7 am', Date.UTC(2026, 9, 24, 12)), {
    at: '2026-10-25T07:00:00+01:00',
  });
});

test('midnight tonight is the end of today', () => {
  assert.equal(schedule('tonight at 12'), { at: '2026-11-23T00:00:00+01:00' });
});

test('"in" and "for" are kept apart', () => {
  assert.equal(schedule('in 90 seconds for 2 hours'), {
    for: '2h',
    at: '2026-11-22T15:01:30+01:00',
  });
});

test('"until" becomes a length', () => {
  assert.equal(schedule('until 15:30'), { for: '30m' });
  assert.equal(schedule('until half past six'), { for: '3h30m' });
});

test('a range has a beginning and a length, also across midnight', () => {
  assert.equal(schedule('from 18:00 to 18:45'), { at: '18:00', for: '45m' });
  assert.equal(schedule('from 10 to 11 pm'), { at: '22:00', for: '1h' });
  assert.equal(schedule('from 23:00 until 01:00'), { at: '23:00', for: '2h' });
  assert.equal(schedule('between 18:00 and 19:00'), { at: '18:00', for: '1h' });
});

for (const unclear of [
  'tomorrow',
  'tonight',
  'tomorrow at 7',
  'today at 7 am',
  'from 6 to 8',
  'for 10 seconds for 20 seconds',
  'at 18:00 in ten minutes',
  'for 0 seconds',
  'in 0 seconds',
  'from 18:00 to 18:00',
  'at 18:00 and 19:00',
])
  test(`an unclear time is asked back: ${unclear}`, () => {
    assert.is(schedule(unclear), 'missing');
  });

test.run();
