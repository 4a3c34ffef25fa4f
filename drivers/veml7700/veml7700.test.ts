/** VEML7700: the conversion by the tables of its application note, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { plugChip } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { veml7700Chip } from './veml7700.fixture.ts';
import { illuminanceLx, veml7700 } from './veml7700.ts';

const test = suite('veml7700');

test('counts 0.5376 lx at gain 1/8 and 0.0336 lx at gain 2, as the application note lists', () => {
  assert.is(illuminanceLx(1_000, 'eighth'), 537.6);
  assert.is(illuminanceLx(1_000, 'double'), 33.6);
});

test('corrects bright light by the polynomial: 10 000 lx by the count are 14 792 lx', () => {
  // 6.0135e-13 × 10¹⁶ − 9.3924e-9 × 10¹² + 8.1488e-5 × 10⁸ + 1.0023 × 10⁴
  const counts = 10_000 / 0.5376;
  assert.is(
    Math.round(illuminanceLx(counts, 'eighth')),
    Math.round(6_013.5 - 9_392.4 + 8_148.8 + 10_023),
  );
});

test('measures twilight with the large gain, and the day with the small one', () =>
  withSimBoard(async (rig) => {
    let light = 3;
    const chip = veml7700Chip(() => light);
    plugChip(rig, 0x10, chip);
    const part = await veml7700.open({ ...ALONE, ...rig, name: 'lux' }, { bus: 'i2c1' });
    const dusk = Number((await rig.finish(part.read()))['illuminance']);
    assert.ok(Math.abs(dusk - 3) < 0.02, String(dusk));
    light = 800;
    const day = Number((await rig.finish(part.read()))['illuminance']);
    assert.ok(Math.abs(day - 800) < 0.3, String(day));
  }));

test('leaves the chip asleep', () =>
  withSimBoard(async (rig) => {
    const chip = veml7700Chip(() => 800);
    plugChip(rig, 0x10, chip);
    const part = await veml7700.open({ ...ALONE, ...rig, name: 'lux' }, { bus: 'i2c1' });
    await rig.finish(part.read());
    assert.is(chip.byte(0x00) & 1, 1);
  }));

test('has no value when the chip lost its supply while it measured', () =>
  withSimBoard(async (rig) => {
    const chip = veml7700Chip(() => 800);
    plugChip(rig, 0x10, chip);
    const part = await veml7700.open({ ...ALONE, ...rig, name: 'lux' }, { bus: 'i2c1' });
    const reading = part.read().catch(errorCode);
    await rig.clock.advance(50);
    chip.powerUp();
    assert.is(await rig.finish(reading), 'DRIVER_NOT_MEASURED');
  }));

test('has no value when the light is more than it can count', () =>
  withSimBoard(async (rig) => {
    plugChip(
      rig,
      0x10,
      veml7700Chip(() => 1e6),
    );
    const part = await veml7700.open({ ...ALONE, ...rig, name: 'lux' }, { bus: 'i2c1' });
    assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_BEYOND_RANGE');
  }));

test.run();
