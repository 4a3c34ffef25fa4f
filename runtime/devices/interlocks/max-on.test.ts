/** maxOn: the longest time away from the safe value. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, highStretches, play, STEP_MS, TRIES } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import { maxOn } from './max-on.ts';
import { worldOf } from './world.fixture.ts';

const test = suite('max-on');

const LAMP = 'GPIO23';
const LIMIT_MS = 2_000;
/** One look of the watch, and how far time may run ahead of the disk. */
const SLACK_MS = 250 + STEP_MS;

const edit = withProperties({ 'lamp.power': { interlocks: [{ maxOn: LIMIT_MS }] } });

test('refuses a run that is longer than the limit, and no other', () => {
  const rule = maxOn(LIMIT_MS);
  const objects = (forMs: number | undefined): string | undefined =>
    rule.objects({ value: true, forMs }, worldOf())?.message;
  assert.is(objects(undefined), undefined);
  assert.is(objects(2_000), undefined);
  assert.is(objects(2_001), '2 s is longer than the 2 s it may run at a time');
  assert.is(objects(90_000), '1 min 30 s is longer than the 2 s it may run at a time');
});

test('forces at the limit, and not a millisecond before', () => {
  const rule = maxOn(LIMIT_MS);
  const forces = (awaySinceMs: number | undefined, monotonicMs: number): string | undefined =>
    rule.forces?.(worldOf({ monotonicMs, history: { awaySinceMs } }))?.message;
  assert.is(forces(undefined, 9_999), undefined);
  assert.is(forces(1_000, 2_999), undefined);
  assert.is(forces(1_000, 3_000), 'it has been running for 2 s');
});

test('switches off by itself, says which rule did it, and lets it be switched on again', () =>
  withBoard(
    async (rig) => {
      await rig.command('lamp.power', true);
      await rig.pass(LIMIT_MS + SLACK_MS);
      assert.is(rig.register(LAMP), '0');
      const [forced] = rig.forced;
      assert.equal([rig.forced.length, forced?.why.interlock], [1, 'max-on']);
      assert.is(forced?.outcome.status, 'done');
      const last = (await rig.entries()).at(-1);
      assert.equal([last?.actor, last?.cause], ['rule:max-on', 'it has been running for 2 s']);
      assert.is((await rig.command('lamp.power', true)).status, 'done');
    },
    { edit },
  ));

test('never lets it be away for longer than the limit and one look, whatever is ordered and whatever the wall clock does', () => {
  const jump = fc.record({
    kind: fc.constant('clock' as const),
    byMs: fc.constantFrom(-3_600_000, 3_600_000),
  });
  const happenings = happeningsOf(['lamp.power'], [true, true, false], [jump]);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        const changes = rig.trace(LAMP);
        await play(rig, [...played, { kind: 'pass', ms: LIMIT_MS + SLACK_MS }]);
        assert.is(rig.register(LAMP), '0');
        for (const { fromMs, toMs } of highStretches(changes, rig.clock.monotonicMs()))
          assert.ok(toMs - fromMs <= LIMIT_MS + SLACK_MS, `away for ${toMs - fromMs} ms`);
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
