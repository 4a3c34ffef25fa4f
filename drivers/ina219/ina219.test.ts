/** INA219: the worked example of its data sheet, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { calibrationOf } from '../../runtime/hal/shunt-monitor.ts';
import { plugChip } from '../../test/plugged-part.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { ina219Chip } from './ina219.fixture.ts';
import { CHIP, ina219 } from './ina219.ts';

/** 32.768 A make a current LSB of 1 mA, as in the example. */
const EXAMPLE = { bus: 'i2c1', shunt: 0.002, maxCurrent: 32.768 };
const test = suite('ina219');

async function readExample(
  rig: SimRig,
  chip = ina219Chip(),
  options = EXAMPLE,
): Promise<Readonly<Record<string, unknown>>> {
  plugChip(rig, 0x40, chip);
  const part = await ina219.open({ ...ALONE, ...rig, name: 'supply' }, options);
  return rig.finish(part.read());
}

test('computes the calibration of the example in the data sheet: 5000h', () => {
  assert.is(calibrationOf(CHIP, { ohms: 0.002, maxAmperes: 32.768 }), 0x5000);
});

test('reads the example as table 3 does: 11.98 V, 10.0 A, 119.8 W', () =>
  withSimBoard(async (rig) => {
    const { voltage, current, power } = await readExample(rig);
    assert.is(Number(voltage).toFixed(2), '11.98');
    assert.is(Number(current).toFixed(1), '10.0');
    assert.is(Number(power).toFixed(1), '119.8');
  }));

test('reads a current that flows back as a negative one', () =>
  withSimBoard(async (rig) => {
    const chip = ina219Chip();
    // Shunt voltage register, "negative shunt voltage": the two's complement of 07D0h.
    chip.set(0x01, 0xf8, 0x30);
    chip.set(0x05, 0x50, 0x00);
    chip.set(0x04, 0xd8, 0xf0);
    const { current } = await readExample(rig, chip);
    assert.is(Number(current).toFixed(1), '-10.0');
  }));

test('tells the chip its shunt again after it lost the supply', () =>
  withSimBoard(async (rig) => {
    const chip = ina219Chip();
    plugChip(rig, 0x40, chip);
    const part = await ina219.open({ ...ALONE, ...rig, name: 'supply' }, EXAMPLE);
    const before = await rig.finish(part.read());
    chip.powerUp();
    assert.equal(await rig.finish(part.read()), before);
  }));

test('has a voltage, but no current and no power, when the power engine overflowed', () =>
  withSimBoard(async (rig) => {
    const chip = ina219Chip();
    chip.set(0x02, 0x5d, 0x99);
    assert.equal(Object.keys(await readExample(rig, chip)), ['voltage']);
  }));

test('has no current while the shunt drops as much as the chip can measure, or more, and says so', () =>
  withSimBoard(async (rig) => {
    // Shunt voltage register at PGA /8: 7D00h and 8300h are its ends.
    for (const [high, low] of [
      [0x7d, 0x00],
      [0x83, 0x00],
    ] as const) {
      const chip = ina219Chip();
      chip.set(0x01, high, low);
      plugChip(rig, 0x40, chip);
      const part = await ina219.open({ ...ALONE, ...rig, name: 'supply' }, { bus: 'i2c1' });
      assert.equal(Object.keys(await rig.finish(part.read())), ['voltage']);
      assert.is(errorCode(part.trouble?.('current')), 'DRIVER_BEYOND_RANGE');
      assert.is(part.trouble?.('voltage'), undefined);
    }
  }));

test('refuses a shunt over which the current drops more than 320 mV', () => {
  const { error } = ina219.options.safeParse({ bus: 'i2c1', shunt: 0.1, maxCurrent: 3.3 });
  assert.match(error?.message ?? '', /320 mV/);
});

test('refuses a current that the calibration register cannot express', () => {
  assert.not(ina219.options.safeParse({ bus: 'i2c1', shunt: 0.002, maxCurrent: 0.001 }).success);
});

test.run();
