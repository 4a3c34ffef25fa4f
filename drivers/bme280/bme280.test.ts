/** BME280 and BMP280: the worked example of the data sheet, and the chips on their bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { plugChip } from '../../test/plugged-part.ts';
import type { RegisterChip } from '../../test/register-chip.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { bme280Chip, bmp280Chip } from './bme280.fixture.ts';
import { bme280 } from './bme280.ts';
import { humidityPercent, type Trim } from './trim.ts';

const test = suite('bme280');

function plugAndOpen(rig: SimRig, chip: RegisterChip): Promise<Part> {
  plugChip(rig, 0x76, chip);
  return bme280.open({ ...ALONE, ...rig, name: 'air' }, { bus: 'i2c1' });
}

test('reads the example of the BMP280 data sheet as it does: 25.08 °C, 100653 Pa', () =>
  withSimBoard(async (rig) => {
    const part = await plugAndOpen(rig, bmp280Chip());
    const { temperature, pressure } = await rig.finish(part.read());
    assert.is(Number(temperature).toFixed(2), '25.08');
    assert.is(Number(pressure).toFixed(0), '100653');
  }));

test('has no humidity where the chip says that it is a BMP280', () =>
  withSimBoard(async (rig) => {
    const part = await plugAndOpen(rig, bmp280Chip());
    assert.not('humidity' in (await rig.finish(part.read())));
  }));

/** BST-BME280-DS002 §4.2.3, BME280_compensate_H_int32: Q22.10, in 32-bit integers. */
function humidityByIntegers(adc: number, tFine: number, trim: NonNullable<Trim['H']>): number {
  const [h1, h2, h3, h4, h5, h6] = trim.map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const fine = BigInt(tFine) - 76_800n;
  const left = ((BigInt(adc) << 14n) - (h4 << 20n) - h5 * fine + 16_384n) >> 15n;
  const bend = (((fine * h6) >> 10n) * (((fine * h3) >> 11n) + 32_768n)) >> 10n;
  const linear = left * (((bend + 2_097_152n) * h2 + 8_192n) >> 14n);
  const humidity = linear - (((((linear >> 15n) * (linear >> 15n)) >> 7n) * h1) >> 4n);
  const clamped = humidity < 0n ? 0n : humidity > 419_430_400n ? 419_430_400n : humidity;
  return Number(clamped >> 12n) / 1_024;
}

test('agrees about humidity with the integer formula of the data sheet', () => {
  const trim = [75, 362, 0, 333, 50, 30] as const;
  for (const tFine of [-100_000, 0, 128_422, 300_000])
    for (let adc = 20_000; adc <= 40_000; adc += 500) {
      const [ours, theirs] = [
        humidityPercent(adc, tFine, [...trim]),
        humidityByIntegers(adc, tFine, [...trim]),
      ];
      assert.ok(Math.abs(ours - theirs) < 0.02, `${String(adc)}: ${ours} and ${theirs}`);
    }
});

test('takes H4 and H5 from the two halves of 0xE5', () =>
  withSimBoard(async (rig) => {
    const part = await plugAndOpen(rig, bme280Chip());
    const { humidity } = await rig.finish(part.read());
    assert.ok(
      Math.abs(Number(humidity) - humidityByIntegers(0x61a8, 128_422, [75, 362, 0, 333, 50, 30])) <
        0.02,
      String(humidity),
    );
  }));

test('refuses a chip that is neither of the two, and names what it said', () =>
  withSimBoard(async (rig) => {
    const chip = bmp280Chip();
    chip.set(0xd0, 0x55);
    const part = await plugAndOpen(rig, chip);
    const error = await rig.finish(part.read().catch((reason: unknown) => reason));
    assert.is(errorCode(error), 'DRIVER_BAD_ANSWER');
    assert.match(String(error), /0x55/);
  }));

test('has no value while the chip still measures', () =>
  withSimBoard(async (rig) => {
    const chip = bmp280Chip();
    chip.set(0xf3, 1 << 3);
    const part = await plugAndOpen(rig, chip);
    assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_NOT_MEASURED');
  }));

test('has no value while one of its three measurements was skipped', () =>
  withSimBoard(async (rig) => {
    for (const [register, bytes] of [
      [0xf7, [0x80, 0x00, 0x00]],
      [0xfa, [0x80, 0x00, 0x00]],
      [0xfd, [0x80, 0x00]],
    ] as const) {
      const chip = bme280Chip({ [register]: bytes });
      const part = await plugAndOpen(rig, chip);
      assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_NOT_MEASURED');
    }
  }));

test('computes nothing with the trimming of a chip that has not loaded it yet', () =>
  withSimBoard(async (rig) => {
    const chip = bmp280Chip();
    for (let register = 0x88; register < 0xa0; register += 1) chip.set(register, 0);
    const part = await plugAndOpen(rig, chip);
    assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_NOT_MEASURED');
    chip.powerUp();
    assert.ok('temperature' in (await rig.finish(part.read())));
  }));

test('asks for the trimming again when another chip was put in', () =>
  withSimBoard(async (rig) => {
    const chip = bmp280Chip();
    const plugged = plugChip(rig, 0x76, chip);
    const part = await bme280.open({ ...ALONE, ...rig, name: 'air' }, { bus: 'i2c1' });
    await rig.finish(part.read());
    plugged.unplug();
    assert.is(await rig.finish(part.read().catch(errorCode)), 'HAL_NO_ACK');
    plugChip(rig, 0x76, bme280Chip());
    assert.ok('humidity' in (await rig.finish(part.read())));
  }));

test.run();
