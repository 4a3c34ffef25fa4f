/** Regulators on the simulated greenhouse: they hold what they are told, let go of what they cannot see, and remember. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardRig, withBoard, withProperties, type Edit } from '../../../test/board-rig.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import type { RegulatorConfig } from '../../config/devices-schema.ts';
import { loadSiteKey } from '../../policy/site-key.ts';

const test = suite('regulators');

const HEATER = 'GPIO22';
const CLIMATE = 'i2c1:0x44';
const MINUTE_MS = 60_000;

/** What the air really has, whatever the sensor says. */
function temperature(rig: BoardRig): number {
  const climate = rig.hardware.faults.describe().find(({ channel }) => channel === 'temperature');
  return Number(climate?.value);
}

/** A regulator set up otherwise. */
function withRegulator(id: string, change: Partial<RegulatorConfig>): Edit {
  return (board) => ({
    ...board,
    things: board.things.map((thing) => ({
      ...thing,
      properties: thing.properties.map((property) => {
        const { source } = property;
        if (thing.id !== id || source.kind !== 'regulator') return property;
        return {
          ...property,
          source: { ...source, regulator: { ...source.regulator, ...change } },
        };
      }),
    })),
  });
}

function minutes(rig: BoardRig, count: number, look?: () => void): Promise<void> {
  return rig.pass(count * MINUTE_MS, look, 500);
}

/** A setpoint, and the switch: each is an order of its own. */
async function hold(rig: BoardRig, regulator: string, setpoint: number): Promise<void> {
  await rig.command(`${regulator}.setpoint`, setpoint);
  await rig.command(`${regulator}.active`, true);
}

/** Half the hysteresis, and 0.2 °C that the heater adds between two samples. */
const BAND_C = 0.75;

test('hold the air at 22 °C', () =>
  withBoard(async (rig) => {
    await hold(rig, 'heating', 22);
    await minutes(rig, 10);
    const seen: number[] = [];
    await minutes(rig, 30, () => seen.push(temperature(rig)));
    assert.ok(Math.min(...seen) > 22 - BAND_C, String(Math.min(...seen)));
    assert.ok(Math.max(...seen) < 22 + BAND_C, String(Math.max(...seen)));
    const switched = rig.balk('heater-relay').taken.length;
    assert.ok(switched > 4, 'it did switch');
    assert.ok(switched < 60, 'and not all the time');
    const last = (await rig.entries()).findLast(({ kind }) => kind === 'intent');
    assert.is(last?.actor, 'rule:heating');
    assert.match(last?.cause ?? '', /^2[12]\.\d °C, setpoint 22\.0 °C$/);
  }));

test('hold it with a vent that moves in steps, against a heater that heats on', () =>
  withBoard(async (rig) => {
    await rig.command('heater.power', true);
    await hold(rig, 'cooling', 24);
    await minutes(rig, 40);
    const before = rig.balk('vent-drive').taken.length;
    const seen: number[] = [];
    await minutes(rig, 20, () => seen.push(temperature(rig)));
    assert.ok(
      Math.min(...seen) > 23 && Math.max(...seen) < 25,
      `${Math.min(...seen)} to ${Math.max(...seen)}`,
    );
    assert.ok(rig.balk('vent-drive').taken.length - before < 30, 'small changes wait');
  }));

test('let go when the sensor cannot be trusted, and take up again when it is back', () =>
  withBoard(async (rig) => {
    await hold(rig, 'heating', 30);
    await rig.pass(2_000);
    assert.is(rig.register(HEATER), '1');
    rig.break(CLIMATE, 'bad-crc');
    await rig.pass(7_000, undefined, 100);
    assert.is(rig.register(HEATER), '0');
    const last = (await rig.entries()).findLast(({ kind }) => kind === 'intent');
    assert.is(last?.cause, 'climate.temperature is faulty');
    rig.break(CLIMATE, 'clear');
    await rig.pass(7_000, undefined, 100);
    assert.is(rig.register(HEATER), '1');
  }));

test('take a setpoint without being switched on by it, not even by the end of its time', () =>
  withBoard(async (rig) => {
    await hold(rig, 'heating', 30);
    await rig.command('heating.setpoint', 34, { forMs: 5_000 });
    await rig.command('heating.active', false);
    await rig.pass(10_000);
    assert.equal([rig.value('heating.setpoint'), rig.value('heating.active')], [30, false]);
    assert.is(rig.register(HEATER), '0');
  }));

test('go on after a restart with the setpoint they had', () =>
  withBoard(async (rig) => {
    await hold(rig, 'heating', 30);
    await rig.losePower();
    await rig.start();
    assert.equal([rig.value('heating.setpoint'), rig.value('heating.active')], [30, true]);
    assert.is(rig.register(HEATER), '0', 'safe first');
    await rig.pass(2_000);
    assert.is(rig.register(HEATER), '1');
  }));

test('let go when they are switched off, and are off after a restart too', () =>
  withBoard(async (rig) => {
    await hold(rig, 'heating', 30);
    await rig.pass(2_000);
    const outcome = await rig.command('heating.active', false);
    assert.is(outcome.status, 'done');
    assert.is(rig.register(HEATER), '0');
    await rig.losePower();
    await rig.start();
    await rig.pass(3_000);
    assert.equal([rig.value('heating.active'), rig.register(HEATER)], [false, '0']);
  }));

test('write nothing while the board starts, not even what they remember to let go of', () =>
  withBoard(
    async (rig) => {
      await rig.command('heating.active', false);
      await rig.command('heater.power', true);
      await rig.losePower();
      const before = rig.balk('heater-relay').taken.length;
      await rig.start();
      await rig.pass(3_000);
      assert.is(rig.balk('heater-relay').taken.length, before);
      assert.is(rig.register(HEATER), '1');
    },
    {
      edit: (board) =>
        withRegulator('heating', { enabled: true })(
          withProperties({ 'heater.power': { onRestart: 'last' } })(board),
        ),
    },
  ));

test('leave the thing alone that is in hand, and stand below its interlocks', () =>
  withBoard(
    async (rig) => {
      rig.role.modes.take('heater', { base: 'hand', tags: [] });
      await hold(rig, 'heating', 30);
      await rig.pass(3_000);
      assert.is(rig.register(HEATER), '0');
      rig.role.modes.take('heater', { base: 'auto', tags: [] });
      await rig.pass(2_000);
      assert.is(rig.register(HEATER), '1');
      await rig.pass(5_000);
      assert.ok(rig.forced.some(({ why }) => why.interlock === 'max-on'));
    },
    { edit: withProperties({ 'heater.power': { interlocks: [{ maxOn: 3_000 }] } }) },
  ));

test('do not carry out what they decided before they were switched off', () =>
  withBoard(
    async (rig) => {
      await rig.pass(1_000);
      rig.balk('level-input').read = 'hang';
      await hold(rig, 'heating', 30);
      await rig.pass(1_100);
      assert.is(rig.register(HEATER), '0', 'it still looks at the sensor that hangs');
      await rig.command('heating.active', false);
      await rig.pass(2_000);
      assert.is(rig.register(HEATER), '0');
      rig.balk('level-input').read = 'ok';
    },
    {
      edit: withProperties({
        'heater.power': {
          interlocks: [
            { requires: { reading: { thing: 'tank', property: 'level' }, freshWithin: 90_000 } },
          ],
        },
      }),
    },
  ));

test('do not hammer a part that takes no write', () =>
  withBoard(async (rig) => {
    rig.balk('heater-relay').write = 'fail';
    await hold(rig, 'heating', 30);
    await minutes(rig, 2);
    const attempts = (await rig.entries()).filter(
      ({ kind, actor }) => kind === 'intent' && actor === 'rule:heating',
    );
    assert.ok(attempts.length >= 3 && attempts.length <= 5, String(attempts.length));
    rig.balk('heater-relay').write = 'ok';
  }));

test('keep no other regulator waiting while their write hangs', () =>
  withBoard(async (rig) => {
    rig.balk('heater-relay').write = 'hang';
    await hold(rig, 'heating', 30);
    await hold(rig, 'cooling', 10);
    await rig.pass(12_000, undefined, 100);
    assert.ok(Number(rig.value('vent.position')) > 50);
    rig.balk('heater-relay').write = 'ok';
  }));

test('cannot be set while their output is broken, and say so', () =>
  inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), {});
    rig.balk('heater-relay').open = 'fail';
    await rig.start();
    const outcome = await rig.command('heating.setpoint', 22);
    const refusal = outcome.status === 'refused' ? outcome.refusal : undefined;
    assert.equal(
      [refusal?.code, refusal?.message],
      ['DEVICE_PART_BROKEN', 'heating.setpoint: nothing answers the open'],
    );
    await rig.stop();
  }));

test('show their setpoint and switch as readings that never grow old', () =>
  withBoard(async (rig) => {
    await hold(rig, 'heating', 21.5);
    await rig.pass(20_000, undefined, 100);
    const reading = rig.role.things.find({ thing: 'heating', property: 'setpoint' })?.reading();
    assert.equal([reading?.value, reading?.unit, reading?.quality], [21.5, 'Cel', 'simulated']);
  }));

test.run();
