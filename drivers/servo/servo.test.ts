/** The servo on the simulated kernel tree: pulses, and what a start must not move. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Part } from '../../runtime/hal/driver.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { startPulses } from './servo.fixture.ts';
import { angleDegrees, servo, servoPulseNs } from './servo.ts';

/** SG90 data sheet: "position 0 (1.5 ms pulse) is middle, 90 (~2 ms) is all the way to the right, −90 (~1 ms) to the left". */
const SG90 = { minPulse: 1_000, maxPulse: 2_000, range: 180 };
const DUTY = 'class/pwm/pwmchip0/pwm1/duty_cycle';
const test = suite('servo');

function open(rig: SimRig, options: object = SG90): Promise<Part> {
  return servo.open(
    { ...ALONE, ...rig, name: 'flap' },
    { chip: 'pwmchip0', channel: 1, ...options },
  );
}

test('makes the pulses that the data sheet of the SG90 lists', () => {
  assert.equal(
    [0, 90, 180].map((degrees) => servoPulseNs(degrees, SG90)),
    [1_000_000, 1_500_000, 2_000_000],
  );
  assert.is(angleDegrees(1_500_000, SG90), 90);
});

test('does not move when it is opened', () =>
  withSimBoard(async (rig) => {
    await startPulses(rig, 1_250_000);
    const part = await open(rig);
    assert.is(await rig.board.sysfs.read(DUTY), '1250000');
    assert.equal(await part.read(), { angle: 45 });
  }));

test('keeps the length of the pulse when it finds another period', () =>
  withSimBoard(async (rig) => {
    await startPulses(rig, 1_250_000);
    await rig.board.sysfs.write('class/pwm/pwmchip0/pwm1/period', '10000000');
    assert.equal(await (await open(rig)).read(), { angle: 45 });
  }));

test('has no angle while it gets no pulses, and makes none up', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig);
    assert.equal(await part.read(), {});
    await part.write?.('angle', 180);
    assert.equal(await part.read(), { angle: 180 });
  }));

test('refuses pulses that press a servo against its stop', () => {
  const place = { chip: 'pwmchip0', channel: 1 };
  assert.not(servo.options.safeParse({ ...place, maxPulse: 2_600 }).success);
  assert.not(servo.options.safeParse({ ...place, minPulse: 2_000, maxPulse: 1_000 }).success);
});

test.run();
