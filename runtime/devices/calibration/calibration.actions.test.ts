/** Calibration and wiring help as technicians ask for them, on the whole sample site. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OWNER, withGateway, type GatewayRig } from '../../../test/gateway-rig.ts';

const TECHNICIAN = { ...OWNER, person: 'tom', role: 'technician', chat: 'web:tom' } as const;
const OPERATOR = { ...OWNER, person: 'olga', role: 'operator', chat: 'web:olga' } as const;

/** What the transmitter gives there, as the plant has it. */
async function fill(rig: GatewayRig, percent: number): Promise<void> {
  const { hardware } = rig.board;
  if (hardware === undefined || !('faults' in hardware)) throw new Error('no simulated board');
  const refusal = hardware.faults.set('i2c1:0x48', 'ain0', percent);
  if (refusal !== undefined) throw new Error(refusal.message);
  await rig.pass(2_000);
}

test('calibrates a sensor with two known values, keeps it over a restart, and takes it back', () =>
  withGateway(async (rig) => {
    await fill(rig, 20);
    assert.match(
      (await rig.say('calibrate tank level', TECHNICIAN)).reply,
      /is \d.* now \(the part gives/,
    );
    assert.match((await rig.say('point 10 %', TECHNICIAN)).reply, /^First point: 10/);
    await fill(rig, 80);
    assert.match((await rig.say('point 90', TECHNICIAN)).reply, /the new one 90/);
    assert.match(
      (await rig.say('save the calibration', TECHNICIAN)).reply,
      /^Saved\. Tank level: (89|90)/,
    );
    await rig.restart();
    await fill(rig, 80);
    assert.match(String(rig.value('tank', 'level')), /^(89|90)/);
    assert.match((await rig.say('calibration of tank.level', TECHNICIAN)).reply, /tom: /);
    assert.match((await rig.say('what happened?', TECHNICIAN)).reply, /save the calibration/);
    assert.match(
      (await rig.say('undo calibration of tank.level', TECHNICIAN)).reply,
      /^As it was before\./,
    );
    await rig.pass(2_000);
    assert.match(String(rig.value('tank', 'level')), /^(79|80)/);
  }));

test('takes no second point of what the site was edited under', () =>
  withGateway(async (rig) => {
    await fill(rig, 20);
    await rig.say('calibrate tank.level', TECHNICIAN);
    await rig.say('point 10', TECHNICIAN);
    const { plan } = rig.board;
    if (plan === undefined) throw new Error('no plan');
    await rig.during(rig.board.take(plan));
    await fill(rig, 80);
    assert.is((await rig.say('point 90', TECHNICIAN)).error?.code, 'DEVICE_NO_CALIBRATION');
    await rig.say('calibrate tank.level', TECHNICIAN);
    assert.match((await rig.say('point 90', TECHNICIAN)).reply, /^First point: 90/);
  }));

test('refuses points that are no two points', () =>
  withGateway(async (rig) => {
    await fill(rig, 50);
    await rig.say('calibrate tank.level', TECHNICIAN);
    await rig.say('point 10', TECHNICIAN);
    assert.is((await rig.say('point 90', TECHNICIAN)).error?.code, 'DEVICE_BAD_CALIBRATION');
    await fill(rig, 20);
    const swapped = await rig.say('point 90', TECHNICIAN);
    assert.match(swapped.reply, /seem swapped/);
    assert.is(
      (await rig.say('save the calibration', TECHNICIAN)).error?.code,
      'DEVICE_NO_CALIBRATION',
    );
  }));

test('takes no point while the sensor says nothing, and none that the sensor cannot show', () =>
  withGateway(async (rig) => {
    await fill(rig, 20);
    assert.match(
      (await rig.say('the tank level shows 10 % now', TECHNICIAN)).reply,
      /^First point/,
    );
    const { hardware } = rig.board;
    if (hardware === undefined || !('faults' in hardware)) throw new Error('no simulated board');
    hardware.faults.inject('i2c1:0x48', 'ain0', 'disconnect');
    const silent = await rig.say('point 90', TECHNICIAN);
    assert.match(silent.reply, /gives no readings now/);
    hardware.faults.inject('i2c1:0x48', 'ain0', 'clear');
    await fill(rig, 80);
    assert.match((await rig.say('水箱液位现在显示 90', TECHNICIAN)).reply, /按新校准是 90/);
    assert.match(
      (await rig.say('the flow rate shows 300 now', TECHNICIAN)).reply,
      /0\.0 l\/min to 30/,
    );
  }));

test('scales a loop of 4–20 mA', () =>
  withGateway(async (rig) => {
    await fill(rig, 50);
    const said = 'calibrate tank.level 4 mA is 0 and 20 mA is 50';
    assert.match((await rig.say(said, TECHNICIAN)).reply, /by the new one 2[45]/);
    await rig.say('save the calibration', TECHNICIAN);
    assert.match(String(rig.value('tank', 'level')), /^2[45]/);
  }));

test('is for technicians, and for what is only measured', () =>
  withGateway(async (rig) => {
    assert.is((await rig.say('calibrate tank.level', OPERATOR)).error?.code, 'POLICY_DENIED');
    const output = await rig.say('calibrate vent.position', TECHNICIAN);
    assert.is(output.error?.code, 'DEVICE_NO_CALIBRATION');
  }));

test('says how a part is wired, with the pins of this board', () =>
  withGateway(async (rig) => {
    const { reply } = await rig.say('how do I connect an sht31?', OPERATOR);
    assert.match(reply, /SDA → /);
    assert.match((await rig.say('how do I wire the pump?', OPERATOR)).reply, /pin 11 GPIO17/);
    assert.match((await rig.say('怎么接水泵？', OPERATOR)).reply, /引脚 11 GPIO17/);
  }));

test.run();
