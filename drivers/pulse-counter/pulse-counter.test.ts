/** The rate of pulses: the arithmetic by itself, and the flow meter of the simulated board. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Part } from '../../runtime/hal/driver.ts';
import type { GpioLine } from '../../runtime/hal/gpio.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { frequencyHz, pulseCounter } from './pulse-counter.ts';

const test = suite('pulse-counter');

/** The meter, and a switch for the pump whose water it measures. */
async function openMeter({ board, clock }: SimRig): Promise<{ meter: Part; pump: GpioLine }> {
  const pump = board.gpio.open('GPIO17', { direction: 'out', consumer: 'pump' });
  const options = { pin: 'GPIO27', perUnit: 7.5 };
  return {
    meter: await pulseCounter.open({ ...ALONE, board, clock, name: 'flow' }, options),
    pump,
  };
}

test('takes the frequency from the time between the pulses', () => {
  assert.is(frequencyHz([0, 40, 80, 120], 10), 25);
});

test('needs two pulses for a frequency', () => {
  assert.is(frequencyHz([], 0), 0);
  assert.is(frequencyHz([100], 0), 0);
});

test('sinks while the next pulse is overdue', () => {
  assert.is(frequencyHz([0, 40, 80], 500), 2);
});

test('reads the flow of the simulated pump within two percent', () =>
  withSimBoard(async (rig) => {
    const { meter, pump } = await openMeter(rig);
    pump.write(true);
    await rig.clock.advance(2_000);
    const { rate } = await meter.read();
    assert.ok(Math.abs(Number(rate) - 3.2) < 0.064, String(rate));
  }));

test('reads no flow once the window is empty', () =>
  withSimBoard(async (rig) => {
    const { meter, pump } = await openMeter(rig);
    pump.write(true);
    await rig.clock.advance(2_000);
    pump.write(false);
    await rig.clock.advance(1_500);
    assert.equal(await meter.read(), { rate: 0 });
  }));

test('reads no flow from a meter whose impeller is stuck', () =>
  withSimBoard(async (rig) => {
    const { meter, pump } = await openMeter(rig);
    rig.board.faults.inject('gpio:GPIO27', 'rate', 'stuck');
    pump.write(true);
    await rig.clock.advance(2_000);
    assert.equal(await meter.read(), { rate: 0 });
  }));

test.run();
