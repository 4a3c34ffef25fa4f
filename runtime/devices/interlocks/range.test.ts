/** range: the lowest and highest value that may be written. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, play, TRIES } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import { range } from './range.ts';
import { worldOf } from './world.fixture.ts';

const test = suite('range');

const edit = withProperties({ 'lamp.level': { interlocks: [{ range: [20, 80] }] } });

test('takes both borders in, and nothing beyond', () => {
  const rule = range([20, 80]);
  const objects = (value: number | boolean): string | undefined =>
    rule.objects({ value }, worldOf())?.message;
  for (const inside of [20, 50, 80]) assert.is(objects(inside), undefined);
  assert.is(objects(19.99), '19.99 is not between 20 and 80');
  assert.is(objects(80.01), '80.01 is not between 20 and 80');
  assert.is(objects(NaN), 'NaN is not between 20 and 80');
  assert.is(objects(true), 'true is not between 20 and 80');
});

test('never lets a value reach the part that is neither within nor safe', () => {
  const happenings = happeningsOf(['lamp.level'], [0, 1, 19, 20, 80, 81, 100]);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        await play(rig, played);
        for (const { value } of rig.balk('dimmer').taken)
          assert.ok(value === 0 || (Number(value) >= 20 && Number(value) <= 80), String(value));
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
