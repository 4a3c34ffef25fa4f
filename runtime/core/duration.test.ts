import { test } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { CHINESE_UNITS, formatDuration, parseDuration } from './duration.ts';

const READ: readonly (readonly [string, number])[] = [
  ['250ms', 250],
  ['10s', 10_000],
  ['5m', 300_000],
  ['5min', 300_000],
  ['1.5h', 5_400_000],
  ['1h30m', 5_400_000],
  ['1 h 30 min', 5_400_000],
  [' 2d ', 172_800_000],
  ['0s', 0],
];

for (const [text, ms] of READ)
  test(`reads "${text}"`, () => {
    assert.is(parseDuration(text), ms);
  });

for (const text of ['', '10', 's', '-5s', '5 parsecs', '1h and 30m', '1e3s', '5s!', 'soon', '.5s'])
  test(`does not take "${text}" for a duration`, () => {
    assert.is(parseDuration(text), undefined);
  });

const SHOWN: readonly (readonly [number, string])[] = [
  [0, '0 ms'],
  [250, '250 ms'],
  [999.6, '1 s'],
  [1_000, '1 s'],
  [59_600, '1 min'],
  [90_000, '1 min 30 s'],
  [3_600_000, '1 h'],
  [5_400_000, '1 h 30 min'],
  [90_061_000, '1 d 1 h'],
];

for (const [ms, text] of SHOWN)
  test(`shows ${ms} ms as "${text}"`, () => {
    assert.is(formatDuration(ms), text);
  });

test('names the units in Chinese where it is asked to', () => {
  assert.is(formatDuration(278_000, CHINESE_UNITS), '4 分钟 38 秒');
  assert.is(formatDuration(250, CHINESE_UNITS), '250 毫秒');
});

test('reads back what it shows, to the second, up to an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_600 }), (seconds) => {
      assert.is(parseDuration(formatDuration(seconds * 1_000)), seconds * 1_000);
    }),
  );
});

test.run();
