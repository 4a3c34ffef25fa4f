/** PCA9685: prescaler and counts with the examples of its data sheet, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { plugChip } from '../../test/plugged-part.ts';
import type { RegisterChip } from '../../test/register-chip.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { pca9685Chip } from './pca9685.fixture.ts';
import { countsOf, dutyPercent, pca9685, prescaleOf } from './pca9685.ts';

const test = suite('pca9685');

function open(rig: SimRig, chip: RegisterChip, options: object = {}): Promise<Part> {
  plugChip(rig, 0x40, chip);
  return pca9685.open({ ...ALONE, ...rig, name: 'lights' }, { bus: 'i2c1', ...options });
}

test('computes the prescaler of the data sheet: 1Eh for 200 Hz', () => {
  assert.is(prescaleOf(200), 0x1e);
});

test('computes the smallest prescaler of the data sheet, 03h, for 1526 Hz, and 253 for 24 Hz', () => {
  assert.equal([prescaleOf(1_526), prescaleOf(24)], [0x03, 253]);
});

test('reads example 1 of §7.3.3, on at 199h and off at 4CCh, as 20 %', () => {
  assert.is(Math.round(dutyPercent(Uint8Array.of(0x99, 0x01, 0xcc, 0x04))), 20);
});

test('reads a pulse that goes over the end of the period, as in example 2', () => {
  // On at 3685 = E65h, off at 3276 = CCCh: 90 %.
  assert.is(Math.round(dutyPercent(Uint8Array.of(0x65, 0x0e, 0xcc, 0x0c))), 90);
});

test('uses the full bits for nothing and for everything', () => {
  assert.equal(countsOf(0), [0, 0, 0, 0x10]);
  assert.equal(countsOf(100), [0, 0x10, 0, 0]);
  assert.equal(countsOf(50), [0, 0, 0x00, 0x08]);
});

test('wakes the chip with the frequency that is configured, and only when it is written', () =>
  withSimBoard(async (rig) => {
    const chip = pca9685Chip();
    const part = await open(rig, chip, { frequency: 1_000 });
    await rig.finish(part.read());
    assert.equal([chip.byte(0x00) & 0x10, chip.byte(0xfe)], [0x10, 0x1e]);
    await rig.finish(part.write?.('pwm3', 25) ?? Promise.reject(new Error('no write')));
    assert.equal([chip.byte(0x00) & 0x10, chip.byte(0xfe)], [0, prescaleOf(1_000)]);
    assert.is((await rig.finish(part.read()))['pwm3'], 25);
  }));

test('finds every output off after power-up', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, pca9685Chip());
    assert.equal([...new Set(Object.values(await rig.finish(part.read())))], [0]);
  }));

test('has no duty of an output that should pulse while the chip sleeps', () =>
  withSimBoard(async (rig) => {
    const chip = pca9685Chip();
    chip.set(0x09, 0x08);
    const sample = await rig.finish((await open(rig, chip)).read());
    assert.equal(['pwm0' in sample, 'pwm1' in sample], [false, true]);
  }));

test('reads no duty while its outputs are inverted: off would be full on', () =>
  withSimBoard(async (rig) => {
    const chip = pca9685Chip();
    chip.set(0x01, 0x14);
    const part = await open(rig, chip);
    assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_BAD_ANSWER');
  }));

test('does not take a bus that is stuck for sixteen outputs that are off', () =>
  withSimBoard(async (rig) => {
    const chip = pca9685Chip();
    for (let register = 0x06; register < 0x46; register += 1) chip.set(register, 0xff);
    const part = await open(rig, chip);
    assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_BAD_ANSWER');
  }));

test('can be switched off by single bytes from outside, whatever mode the chip is in', () =>
  withSimBoard(async (rig) => {
    const chip = pca9685Chip();
    const part = await open(rig, chip);
    await rig.finish(part.write?.('pwm1', 70) ?? Promise.reject(new Error('no write')));
    for (const register of part.registers?.('pwm1', 0) ?? [])
      if (register.kind === 'i2c') chip.write(register.bytes);
    assert.is((await rig.finish(part.read()))['pwm1'], 0);
  }));

test('refuses the address to which all of them listen', () => {
  assert.not(pca9685.options.safeParse({ bus: 'i2c1', address: 0x70 }).success);
});

test.run();
