/** INA226: the worked example of its data sheet, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { calibrationOf } from '../../runtime/hal/shunt-monitor.ts';
import { plugChip } from '../../test/plugged-part.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { ina226Chip } from './ina226.fixture.ts';
import { CHIP, ina226 } from './ina226.ts';

/** 32.768 A make a current LSB of 1 mA, as in the example. */
const EXAMPLE = { bus: 'i2c1', shunt: 0.002, maxCurrent: 32.768 };
const test = suite('ina226');

async function readExample(
  rig: SimRig,
  chip = ina226Chip(),
): Promise<Readonly<Record<string, unknown>>> {
  plugChip(rig, 0x40, chip);
  const part = await ina226.open({ ...ALONE, ...rig, name: 'supply' }, EXAMPLE);
  return rig.finish(part.read());
}

test('computes the calibration of the example in the data sheet: A00h', () => {
  assert.is(calibrationOf(CHIP, { ohms: 0.002, maxAmperes: 32.768 }), 0xa00);
});

test('reads the example as the data sheet does: 11.98 V, 10 A, 119.8 W', () =>
  withSimBoard(async (rig) => {
    const { voltage, current, power } = await readExample(rig);
    assert.is(Number(voltage).toFixed(2), '11.98');
    assert.is(Number(current).toFixed(1), '10.0');
    assert.is(Number(power).toFixed(1), '119.8');
  }));

test('has a voltage, but no current and no power, when the power engine overflowed', () =>
  withSimBoard(async (rig) => {
    const chip = ina226Chip();
    chip.set(0x06, 0x00, 0x04);
    assert.equal(Object.keys(await readExample(rig, chip)), ['voltage']);
  }));

test('has no current while the shunt register is at its end: 7FFFh', () =>
  withSimBoard(async (rig) => {
    const chip = ina226Chip();
    chip.set(0x01, 0x7f, 0xff);
    assert.equal(Object.keys(await readExample(rig, chip)), ['voltage']);
  }));

test('refuses a shunt over which the current drops more than 81.92 mV', () => {
  const { error } = ina226.options.safeParse({ bus: 'i2c1', shunt: 0.1, maxCurrent: 1 });
  assert.match(error?.message ?? '', /81\.92 mV/);
});

test.run();
