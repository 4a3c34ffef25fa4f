/** minInterval: the shortest time between two writes. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, play, TRIES } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import { minInterval } from './min-interval.ts';
import { worldOf } from './world.fixture.ts';

const test = suite('min-interval');

const INTERVAL_MS = 1_000;
const edit = withProperties({ 'lamp.level': { interlocks: [{ minInterval: INTERVAL_MS }] } });

test('refuses until the interval is over, and not a millisecond longer', () => {
  const rule = minInterval(INTERVAL_MS);
  const objects = (lastWriteMs: number | undefined, monotonicMs: number): string | undefined =>
    rule.objects({ value: 30 }, worldOf({ monotonicMs, history: { lastWriteMs } }))?.message;
  assert.is(objects(undefined, 0), undefined);
  assert.is(objects(5_000, 5_200), 'it was written just now; wait another 800 ms');
  assert.is(objects(5_000, 5_999), 'it was written just now; wait another 1 ms');
  assert.is(objects(5_000, 6_000), undefined);
});

test('never lets a write come sooner after another, save one to the safe value', () => {
  const happenings = happeningsOf(['lamp.level'], [0, 30, 60]);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        await play(rig, played);
        const { taken } = rig.balk('dimmer');
        for (const [index, { atMs, value }] of taken.entries()) {
          const sinceMs = atMs - (taken[index - 1]?.atMs ?? -Infinity);
          assert.ok(value === 0 || sinceMs >= INTERVAL_MS, `${String(value)} after ${sinceMs} ms`);
        }
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
