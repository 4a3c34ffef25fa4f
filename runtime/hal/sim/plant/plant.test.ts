/** The simulated greenhouse, moved by its registers and looked at through its true quantities. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type SimRig, withSimBoard } from '../../../../test/sim-rig.ts';

const test = suite('plant');

function truth({ board }: SimRig, signal: string, channel?: string): number {
  const view = board.faults
    .describe()
    .find((each) => each.signal === signal && (channel ?? each.channel) === each.channel);
  assert.ok(view, signal);
  return Number(view.value);
}

function switchOn({ board }: SimRig, line: string): (isOn: boolean) => void {
  const output = board.gpio.open(line, { direction: 'out', consumer: 'test', initial: true });
  return (isOn) => {
    output.write(isOn);
  };
}

async function setDuty({ board: { sysfs } }: SimRig, channel: number, part: number): Promise<void> {
  const path = `class/pwm/pwmchip0/pwm${channel}`;
  await sysfs.write('class/pwm/pwmchip0/export', String(channel));
  await sysfs.write(`${path}/period`, '1000');
  await sysfs.write(`${path}/duty_cycle`, String(part * 1_000));
  await sysfs.write(`${path}/enable`, '1');
}

test('lets the water flow within half a second of the pump starting, and stop as fast', () =>
  withSimBoard(async (rig) => {
    const pump = switchOn(rig, 'GPIO17');
    await rig.clock.advance(600);
    assert.ok(Math.abs(truth(rig, 'flow-meter') - 3.2) < 0.1);
    pump(false);
    await rig.clock.advance(600);
    assert.ok(truth(rig, 'flow-meter') < 0.1);
  }));

test('gives 7.5 pulses a second for each litre per minute', () =>
  withSimBoard(async (rig) => {
    switchOn(rig, 'GPIO17');
    const line = rig.board.gpio.open('GPIO27', { direction: 'in', consumer: 'test' });
    await rig.clock.advance(1_000);
    const rises: bigint[] = [];
    line.onEdge(({ level, timestampNs }) => {
      if (level) rises.push(timestampNs);
    });
    await rig.clock.advance(10_000);
    assert.ok(Math.abs(rises.length - 240) <= 3, String(rises.length));
  }));

test('has no timer running for the flow meter while the water stands', () =>
  withSimBoard(async (rig) => {
    const idle = rig.clock.pending;
    const pump = switchOn(rig, 'GPIO17');
    await rig.clock.advance(1_000);
    assert.is(rig.clock.pending, idle + 1);
    pump(false);
    await rig.clock.advance(2_000);
    assert.is(rig.clock.pending, idle);
  }));

test('fills the tank while the pump runs, and lets it sink slowly otherwise', () =>
  withSimBoard(async (rig) => {
    const pump = switchOn(rig, 'GPIO17');
    const before = truth(rig, 'tank-level');
    await rig.clock.advance(60_000);
    const filled = truth(rig, 'tank-level');
    assert.ok(Math.abs(filled - before - 6.3) < 0.2, String(filled - before));
    pump(false);
    await rig.clock.advance(60_000);
    const sunk = truth(rig, 'tank-level');
    assert.ok(sunk < filled && sunk > filled - 1);
  }));

test('warms the air with the heater, and cools it with the vent', () =>
  withSimBoard(async (rig) => {
    const heater = switchOn(rig, 'GPIO22');
    const before = truth(rig, 'climate', 'temperature');
    await rig.clock.advance(60_000);
    const warm = truth(rig, 'climate', 'temperature');
    assert.ok(warm > before + 1, String(warm));
    heater(false);
    await setDuty(rig, 1, 1);
    await rig.clock.advance(60_000);
    assert.ok(truth(rig, 'climate', 'temperature') < warm - 1);
  }));

test('lights the lamp by relay and dimmer together', () =>
  withSimBoard(async (rig) => {
    const lux = async (): Promise<number> => {
      await rig.clock.advance(1_500);
      return Math.round(truth(rig, 'lux'));
    };
    const daylight = await lux();
    await setDuty(rig, 0, 0.5);
    assert.is(await lux(), daylight);
    switchOn(rig, 'GPIO23');
    assert.is(await lux(), daylight + 2_000);
    await rig.board.sysfs.write('class/pwm/pwmchip0/pwm0/duty_cycle', '0');
    assert.is(await lux(), daylight + 400);
  }));

test('opens the contacts of door and emergency stop: high is open, high is pressed', () =>
  withSimBoard((rig) => {
    for (const line of ['GPIO24', 'GPIO25']) {
      const contact = rig.board.gpio.open(line, { direction: 'in', consumer: 'test' });
      assert.is(contact.read(), false);
      rig.board.faults.set(`gpio:${line}`, 'active', true);
      assert.is(contact.read(), true);
    }
    return Promise.resolve();
  }));

test.run();
