import { test } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { createId, ID_PATTERN, IdRow, randomText } from './ids.ts';

const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('every id fits into a topic, a path and a URL as it is', () => {
  fc.assert(
    fc.property(instant, (now) => {
      assert.match(createId('task', now), ID_PATTERN);
      assert.match(createId('task', now), /^task-[0-9a-z]{20}$/);
    }),
  );
});

test('ids of a row sort as they were given out, within one millisecond and behind a clock that was set back', () => {
  const row = new IdRow('task');
  const moments = [0, 0, 0, 0, 0, 5, 5, 3, 900, 4, 4, 1_000].map((ms) => 1_780_000_000_000 + ms);
  const ids = moments.map((now) => row.next(now));
  assert.equal([...ids].sort(), ids);
  assert.is(new Set(ids).size, ids.length);
  const back = row.next(1_000);
  assert.ok(back < (ids[0] ?? ''), 'a clock that was set right is followed');
});

test('ids sort by the time they were made at', () => {
  fc.assert(
    fc.property(instant, instant, (left, right) => {
      if (left < right) assert.ok(createId('task', left) < createId('task', right));
    }),
  );
});

test('ids of the same moment differ', () => {
  const ids = new Set(Array.from({ length: 1_000 }, () => createId('task', 0)));
  assert.is(ids.size, 1_000);
});

test('random text holds no letter that is mistaken for another when read aloud', () => {
  const text = randomText(5_000);
  assert.is(text.length, 5_000);
  assert.not.match(text, /[ilou]/);
  assert.is(new Set(text).size, 32);
});

test('an id begins with a letter or a digit and holds nothing that a topic would read', () => {
  for (const id of ['', '-pump', 'Pump', 'pump.power', 'pump/1', '+', '#', 'pump 1', 'pumpé'])
    assert.not.match(id, ID_PATTERN);
});

test.run();
