/** What is forced back without anybody asking, and how long the watch goes on when a part does not obey. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard, withProperties, type BoardRig } from '../../test/board-rig.ts';

const test = suite('interlock watch');

const LAMP = 'GPIO23';
const HEATER = 'GPIO22';

function told(rig: BoardRig): unknown[] {
  return rig.forced.map(({ actuator, why, outcome }) => [
    actuator.property.name,
    why.interlock ?? why.code,
    outcome.status,
  ]);
}

test('forces back what somebody else switched on, when an interlock says so', () =>
  withBoard(
    async (rig) => {
      writeFileSync(join(rig.directory, 'sim/gpio', LAMP, 'value'), '1');
      await rig.pass(5_500);
      assert.is(rig.value('lamp.power'), true, 'the next sample shows it');
      await rig.pass(2_500);
      assert.is(rig.register(LAMP), '0');
      assert.equal(told(rig), [['lamp.power', 'max-on', 'done']]);
    },
    { edit: withProperties({ 'lamp.power': { interlocks: [{ maxOn: 2_000 }] } }) },
  ));

test('takes no rounding of a register for a hand at the switch', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.level', 33.333_333);
    await rig.pass(6_000, undefined, 50);
    const actuator = rig.role.things.actuator({ thing: 'lamp', property: 'level' });
    assert.is(actuator?.value, 33.333_333);
  }));

test('brings an output to its safe value after a write that failed, because nobody knows how it stands', () =>
  withBoard(async (rig) => {
    rig.balk('lamp-relay').write = 'fail';
    await rig.command('lamp.power', true);
    rig.balk('lamp-relay').write = 'ok';
    await rig.pass(300);
    assert.equal(told(rig), [['lamp.power', 'DEVICE_WRITE_FAILED', 'done']]);
    assert.is(rig.balk('lamp-relay').taken.at(-1)?.value, false);
    const actuator = rig.role.things.actuator({ thing: 'lamp', property: 'power' });
    assert.not(actuator?.isAway());
  }));

test('tries again ever more seldom while the part takes nothing, for as long as it takes', () =>
  withBoard(async (rig) => {
    rig.balk('lamp-relay').write = 'fail';
    await rig.command('lamp.power', true);
    await rig.pass(120_000, undefined, 100);
    const attempts = (await rig.entries()).filter(
      ({ kind, actor }) => kind === 'intent' && actor === 'rule:write-failed',
    );
    assert.ok(attempts.length >= 7 && attempts.length <= 9, String(attempts.length));
    assert.equal(told(rig), [['lamp.power', 'DEVICE_WRITE_FAILED', 'failed']], 'told once');
    rig.balk('lamp-relay').write = 'ok';
    await rig.pass(31_000, undefined, 100);
    assert.equal(told(rig).at(-1), ['lamp.power', 'DEVICE_WRITE_FAILED', 'done']);
  }));

test('brings everything to its safe value when the store cannot record any more', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    await rig.command('heater.power', true);
    rig.disk.fill();
    await rig.store.durable([]).catch(() => undefined);
    await rig.perform('vent.position', 30);
    await rig.pass(1_000);
    assert.equal([rig.register(LAMP), rig.register(HEATER)], ['0', '0']);
    assert.equal(told(rig), [
      ['heater.power', 'STATE_DISK_FULL', 'failed'],
      ['lamp.power', 'STATE_DISK_FULL', 'failed'],
    ]);
  }));

test('leaves alone what keeps its last value, when the store cannot record any more', () =>
  withBoard(
    async (rig) => {
      await rig.command('lamp.power', true);
      rig.disk.fill();
      await rig.perform('vent.position', 30);
      await rig.pass(1_000);
      assert.is(rig.register(LAMP), '1');
      const off = await rig.command('lamp.power', false);
      assert.is(off.status, 'failed');
      assert.is(rig.register(LAMP), '0', 'but lets people switch it off');
    },
    { edit: withProperties({ 'lamp.power': { onRestart: 'last' } }) },
  ));

test('forces past a disk that hangs', () =>
  withBoard(
    async (rig) => {
      await rig.command('lamp.power', true);
      rig.disk.hang();
      await rig.pass(3_000);
      assert.is(rig.register(LAMP), '0');
      rig.disk.resume();
    },
    { edit: withProperties({ 'lamp.power': { interlocks: [{ maxOn: 2_000 }] } }) },
  ));

test('counts what it forced', () =>
  withBoard(
    async (rig) => {
      await rig.command('lamp.power', true);
      await rig.pass(3_000);
      assert.match(rig.metrics.render(), 'boardtalk_forced_writes_total{rule="max-on"} 1');
    },
    { edit: withProperties({ 'lamp.power': { interlocks: [{ maxOn: 2_000 }] } }) },
  ));

test.run();
