/** AHT20: seven bytes that a chip sent, the formulas, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { crc8Sensirion } from '../../runtime/hal/crc8.ts';
import { plugChip } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { Aht20Chip } from './aht20.fixture.ts';
import { aht20, humidityPercent, temperatureC } from './aht20.ts';

const test = suite('aht20');

/** Recorded from a chip: elixir-sensors/aht20, wiki, "raw_data_from_sensor". */
const RECORDED = Uint8Array.of(28, 38, 154, 118, 66, 231, 118);

test('finds the CRC of recorded bytes right', () => {
  assert.is(crc8Sensirion(RECORDED.subarray(0, 6)), RECORDED[6]);
});

test('reads the recorded bytes as the formulas of the data sheet do', () => {
  // S(RH) = 0x269A7 = 158119, S(T) = 0x642E7 = 410343.
  assert.is(humidityPercent(RECORDED), (158_119 / 1_048_576) * 100);
  assert.is(temperatureC(RECORDED), (410_343 / 1_048_576) * 200 - 50);
});

test('initializes a chip that says it is not calibrated, and measures', () =>
  withSimBoard(async (rig) => {
    plugChip(rig, 0x38, new Aht20Chip());
    const part = await aht20.open({ ...ALONE, ...rig, name: 'air' }, { bus: 'i2c1' });
    const { temperature, humidity } = await rig.finish(part.read());
    assert.is(humidity, 50);
    assert.ok(Math.abs(Number(temperature) - 22.5) < 0.001, String(temperature));
  }));

test('has no value while the chip is busy', () =>
  withSimBoard(async (rig) => {
    const chip = new Aht20Chip();
    plugChip(rig, 0x38, chip);
    const part = await aht20.open({ ...ALONE, ...rig, name: 'air' }, { bus: 'i2c1' });
    chip.isSlow = true;
    assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_NOT_MEASURED');
  }));

test.run();
