/** minOff: the shortest rest at the safe value. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, highStretches, play, TRIES } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import { minOff } from './min-off.ts';
import { worldOf } from './world.fixture.ts';

const test = suite('min-off');

const LAMP = 'GPIO23';
const REST_MS = 2_000;
const edit = withProperties({ 'lamp.power': { interlocks: [{ minOff: REST_MS }] } });

test('refuses until the rest is over, and not a millisecond longer', () => {
  const rule = minOff(REST_MS);
  const objects = (safeSinceMs: number | undefined, monotonicMs: number): string | undefined =>
    rule.objects({ value: true }, worldOf({ monotonicMs, history: { safeSinceMs } }))?.message;
  assert.is(objects(undefined, 500), undefined);
  assert.is(objects(0, 500), 'it must rest for another 2 s');
  assert.is(objects(0, 1_999), 'it must rest for another 1 ms');
  assert.is(objects(0, 2_000), undefined);
});

test('counts from boot too, because nobody knows what was before', () =>
  withBoard(
    async (rig) => {
      const outcome = await rig.command('lamp.power', true);
      assert.is(outcome.status === 'refused' && outcome.refusal.interlock, 'min-off');
      await rig.pass(REST_MS);
      assert.is((await rig.command('lamp.power', true)).status, 'done');
    },
    { edit },
  ));

test('never lets it come back before it has rested, whatever is ordered', () => {
  const happenings = happeningsOf(['lamp.power'], [true, true, false]);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        const changes = rig.trace(LAMP);
        await play(rig, played);
        const stretches = highStretches(changes, rig.clock.monotonicMs());
        for (const [index, { fromMs }] of stretches.entries()) {
          const restedSince = stretches[index - 1]?.toMs ?? 0;
          assert.ok(fromMs - restedSince >= REST_MS, `rested for ${fromMs - restedSince} ms`);
        }
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
