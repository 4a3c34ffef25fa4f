/** rate: the largest change within any window of a length. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, play, TRIES } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import { rate } from './rate.ts';
import { worldOf } from './world.fixture.ts';

const test = suite('rate');

const STEP = 20;
const PER_MS = 2_000;
const edit = withProperties({
  'lamp.level': { interlocks: [{ rate: { step: STEP, per: PER_MS } }] },
});

/** Values with their times, ms. */
function objects(
  values: readonly (readonly [number, number])[],
  monotonicMs: number,
  value: number,
): string | undefined {
  const history = { values: values.map(([atMs, held]) => ({ atMs, value: held })) };
  return rate({ step: STEP, per: PER_MS }).objects({ value }, worldOf({ monotonicMs, history }))
    ?.message;
}

test('allows the whole step, and not more', () => {
  assert.is(objects([[0, 30]], 5_000, 50), undefined);
  assert.is(objects([[0, 30]], 5_000, 10), undefined);
  assert.is(objects([[0, 30]], 5_000, 50.5), 'it may change by 20 within 2 s; this would be 20.5');
});

test('does not take the rounding of binary fractions for a change', () => {
  assert.is(objects([[0, 10.1]], 5_000, 30.1), undefined);
});

test('counts what it had when the window began, and all since', () => {
  const rising: [number, number][] = [
    [0, 10],
    [3_000, 20],
    [4_000, 30],
  ];
  assert.is(objects(rising, 4_999, 31), 'it may change by 20 within 2 s; this would be 21');
  assert.is(objects(rising, 5_000, 31), undefined, 'at 5 s the window begins with 20');
  assert.is(objects(rising, 4_999, 30), undefined);
});

test('forgets nothing that still counts, however many writes there were', () =>
  withBoard(
    async (rig) => {
      for (let level = 0.1; level < 15; level += 0.1) await rig.perform('lamp.level', level);
      const outcome = await rig.perform('lamp.level', 21);
      assert.is(outcome.status === 'refused' && outcome.refusal.interlock, 'rate');
    },
    {
      edit: withProperties({
        'lamp.level': { interlocks: [{ rate: { step: STEP, per: 600_000 } }] },
      }),
    },
  ));

test('never lets any window have a larger change, save one to the safe value', () => {
  const happenings = happeningsOf(['lamp.level'], [0, 5, 15, 20, 25, 35, 40, 55]);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        await play(rig, played);
        const { taken } = rig.balk('dimmer');
        for (const [index, { atMs, value }] of taken.entries()) {
          const heldUntil = (before: number): number => taken[before + 1]?.atMs ?? Infinity;
          const within = taken.slice(0, index).filter((_, at) => heldUntil(at) > atMs - PER_MS);
          const change = Math.max(
            0,
            ...within.map((held) => Math.abs(Number(held.value) - Number(value))),
          );
          assert.ok(value === 0 || change <= STEP, `${String(value)}, a change of ${change}`);
        }
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
