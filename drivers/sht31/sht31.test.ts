/** SHT31: the conversions with values from the data sheet, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { humidityPercent, sht31, temperatureC } from './sht31.ts';

const CLIMATE = 'i2c1:0x44';
const test = suite('sht31');

test('spans -45 to 130 °C and 0 to 100 %RH', () => {
  assert.equal([temperatureC(0), temperatureC(0xffff)], [-45, 130]);
  assert.equal([humidityPercent(0), humidityPercent(0xffff)], [0, 100]);
});

test('reads what the air is, within the resolution of 16 bits', () =>
  withSimBoard(async ({ board, clock, finish }) => {
    const options = { bus: 'i2c1', address: 0x44 };
    const part = await sht31.open({ ...ALONE, board, clock, name: 'climate' }, options);
    board.faults.set(CLIMATE, 'temperature', -12.5);
    board.faults.set(CLIMATE, 'humidity', 81);
    const { temperature, humidity } = await finish(part.read());
    assert.ok(Math.abs(Number(temperature) + 12.5) < 0.01, String(temperature));
    assert.ok(Math.abs(Number(humidity) - 81) < 0.1, String(humidity));
  }));

test('has no value when the bytes were damaged, and one again afterwards', () =>
  withSimBoard(async ({ board, clock, finish }) => {
    const part = await sht31.open({ ...ALONE, board, clock, name: 'climate' }, { bus: 'i2c1' });
    board.faults.inject(CLIMATE, 'temperature', 'bad-crc');
    assert.is(await finish(part.read().catch(errorCode)), 'DRIVER_BAD_CRC');
    board.faults.inject(CLIMATE, 'temperature', 'clear');
    assert.type((await finish(part.read()))['temperature'], 'number');
  }));

test('refuses an address that the chip cannot have, and names those it can', () => {
  const { error } = sht31.options.safeParse({ bus: 'i2c1', address: 0x46 });
  assert.match(error?.message ?? '', /0x44, 0x45/);
});

test.run();
