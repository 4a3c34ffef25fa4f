/** exclusive: two properties, of which only one may be away from its safe value. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, highStretches, play, TRIES } from '../../../test/board-play.ts';
import type { BoardRig } from '../../../test/board-rig.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import { exclusive } from './exclusive.ts';
import { worldOf } from './world.fixture.ts';

const test = suite('exclusive');

const LAMP = 'GPIO23';
const HEATER = 'GPIO22';
const heater = { thing: 'heater', property: 'power' };

/** Only one of the two names the other. */
const edit = withProperties({ 'lamp.power': { interlocks: [{ exclusive: heater }] } });

async function refusalOf(rig: BoardRig, target: string): Promise<unknown> {
  const outcome = await rig.command(target, true);
  if (outcome.status === 'done') return undefined;
  const { interlock, code, message } = outcome.refusal;
  return [interlock, code, message];
}

test('allows nothing while the other one is in use, or cannot be seen', () => {
  const rule = exclusive(heater);
  const objects = (isSafe: boolean | undefined): unknown[] => {
    const { code, message } =
      rule.objects({ value: true }, worldOf({ isSafe: () => isSafe })) ?? {};
    return [code, message];
  };
  assert.equal(objects(true), [undefined, undefined]);
  assert.equal(objects(false), ['INTERLOCK_REFUSED', 'heater.power is in use']);
  assert.equal(objects(undefined), [
    'INTERLOCK_BLIND',
    'heater.power cannot be seen, its part is broken',
  ]);
});

test('holds in both directions, whichever of the two names the other', () =>
  withBoard(
    async (rig) => {
      await rig.command('heater.power', true);
      assert.equal(await refusalOf(rig, 'lamp.power'), [
        ...['exclusive', 'INTERLOCK_REFUSED', 'heater.power is in use'],
      ]);
      await rig.command('heater.power', false);
      await rig.command('lamp.power', true);
      assert.equal(await refusalOf(rig, 'heater.power'), [
        ...['exclusive', 'INTERLOCK_REFUSED', 'lamp.power is in use'],
      ]);
    },
    { edit },
  ));

test('lets one of two orders win that come at the same moment', () =>
  withBoard(
    async (rig) => {
      const answers = ['lamp.power', 'heater.power'].map((target) =>
        rig.role.receive(rig.seal(target, true)),
      );
      const outcomes = await rig.during(Promise.all(answers));
      assert.equal(outcomes.map(({ status }) => status).sort(), ['done', 'refused']);
    },
    { edit },
  ));

test('does not take a switching-off for done before it is', () =>
  withBoard(
    async (rig) => {
      await rig.command('heater.power', true);
      rig.balk('heater-relay').write = 'hang';
      const off = rig.role.receive(rig.seal('heater.power', false));
      await rig.pass(100);
      assert.equal(await refusalOf(rig, 'lamp.power'), [
        ...['exclusive', 'INTERLOCK_REFUSED', 'heater.power is in use'],
      ]);
      rig.balk('heater-relay').write = 'ok';
      await rig.during(off);
      assert.is(await refusalOf(rig, 'lamp.power'), undefined);
    },
    { edit },
  ));

test('counts one whose switching-off failed as in use', () =>
  withBoard(
    async (rig) => {
      rig.balk('heater-relay').write = 'fail';
      await rig.command('heater.power', false);
      assert.equal(await refusalOf(rig, 'lamp.power'), [
        ...['exclusive', 'INTERLOCK_REFUSED', 'heater.power is in use'],
      ]);
      rig.balk('heater-relay').write = 'ok';
    },
    { edit },
  ));

test('brings both back when they are found in use together', () =>
  withBoard(
    async (rig) => {
      await rig.command('heater.power', true);
      writeFileSync(join(rig.directory, 'sim/gpio', LAMP, 'value'), '1');
      await rig.pass(6_000, undefined, 50);
      assert.equal([rig.register(LAMP), rig.register(HEATER)], ['0', '0']);
      assert.equal(
        rig.forced.map(({ why }) => why.interlock),
        ['exclusive', 'exclusive'],
      );
    },
    { edit },
  ));

test('never has both away at any moment, whatever is ordered at once', () => {
  const happenings = happeningsOf(['lamp.power', 'heater.power'], [true, true, false]);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        const [lamp, heating] = [rig.trace(LAMP), rig.trace(HEATER)];
        await play(rig, played);
        const endMs = rig.clock.monotonicMs();
        for (const one of highStretches(lamp, endMs))
          for (const other of highStretches(heating, endMs))
            assert.ok(one.toMs <= other.fromMs || other.toMs <= one.fromMs, 'both are on');
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
