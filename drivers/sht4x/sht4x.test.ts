/** SHT4x: the conversions at the ends that the data sheet gives, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { plugChip } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { Sht4xChip } from './sht4x.fixture.ts';
import { humidityPercent, sht4x, temperatureC } from './sht4x.ts';

const test = suite('sht4x');

test('spans −45 to 130 °C', () => {
  assert.equal([temperatureC(0), temperatureC(0xffff)], [-45, 130]);
});

test('crops humidity to what is physically possible, as the data sheet asks for', () => {
  assert.equal([humidityPercent(0), humidityPercent(0xffff)], [0, 100]);
  // −6 + 125 × 0x4000 / 0xFFFF
  assert.ok(Math.abs(humidityPercent(0x4000) - 25.250_48) < 1e-4);
});

test('reads the temperature from the first word and the humidity from the second', () =>
  withSimBoard(async (rig) => {
    const chip = new Sht4xChip();
    plugChip(rig, 0x46, chip);
    chip.words = [0xffff, 0];
    const options = { bus: 'i2c1', address: 0x46 };
    const part = await sht4x.open({ ...ALONE, ...rig, name: 'air' }, options);
    assert.equal(await rig.finish(part.read()), { temperature: 130, humidity: 0 });
  }));

test('refuses an address that no order code has', () => {
  assert.not(sht4x.options.safeParse({ bus: 'i2c1', address: 0x47 }).success);
});

test.run();
