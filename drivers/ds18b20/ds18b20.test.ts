/** DS18B20: table 1 of the data sheet, the kernel's text, and the thermometer in the simulated tree. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { ds18b20, temperatureC, temperatureOf } from './ds18b20.ts';

const ID = '28-000005e2fdc3';
const test = suite('ds18b20');

/** Recorded: manintheit.org "Measuring a Temperature with DS18B20"; bikealive.nl "1-Wire sensors". */
const RECORDED = [
  ['5c 01 4b 46 7f ff 04 10 a1 : crc=a1 YES\n5c 01 4b 46 7f ff 04 10 a1 t=21750\n', 21.75],
  ['2c 01 ff ff 7f ff ff ff 61 : crc=61 YES\n2c 01 ff ff 7f ff ff ff 61 t=18750\n', 18.75],
] as const;

function codeOf(text: string): string {
  try {
    temperatureOf(text, 'water');
    return 'no error';
  } catch (error) {
    return errorCode(error);
  }
}

test('converts as table 1 of the data sheet does', () => {
  const table = [
    [0x07d0, 125],
    [0x0191, 25.0625],
    [0x00a2, 10.125],
    [0x0008, 0.5],
    [0x0000, 0],
    [0xfff8, -0.5],
    [0xff5e, -10.125],
    [0xfe6f, -25.0625],
    [0xfc90, -55],
  ] as const;
  for (const [register, celsius] of table)
    assert.is(temperatureC(register), celsius, register.toString(16));
});

test('reads what kernels printed for two thermometers', () => {
  for (const [text, celsius] of RECORDED) assert.is(temperatureOf(text, 'water'), celsius);
});

test('has no value when the kernel found the CRC wrong', () => {
  assert.is(codeOf(RECORDED[0][0].replace('YES', 'NO')), 'DRIVER_BAD_CRC');
});

test('refuses 85 °C, the value of a thermometer that has not measured', () => {
  // Recorded: raspberrypi.stackexchange.com, question 65828.
  const bytes = '50 05 4b 46 7f ff 0c 10 1c';
  assert.is(codeOf(`${bytes} : crc=1c YES\n${bytes} t=85000\n`), 'DRIVER_NOT_MEASURED');
});

test('refuses the zeros of a shorted bus, although their CRC is right', () => {
  const bytes = '00 00 00 00 00 00 00 00 00';
  assert.is(codeOf(`${bytes} : crc=00 YES\n${bytes} t=0\n`), 'DRIVER_BAD_ANSWER');
});

test('refuses a file that is empty', () => {
  assert.is(codeOf(''), 'DRIVER_BAD_ANSWER');
});

test('reads the water below zero, and a damaged answer not at all', () =>
  withSimBoard(async ({ board, clock }) => {
    const part = await ds18b20.open({ ...ALONE, board, clock, name: 'water' }, { id: ID });
    board.faults.set(`onewire:${ID}`, 'temperature', -3.25);
    assert.equal(await part.read(), { temperature: -3.25 });
    board.faults.inject(`onewire:${ID}`, 'temperature', 'bad-crc');
    assert.is(await part.read().catch(errorCode), 'DRIVER_BAD_CRC');
  }));

test('refuses an id of another family', () => {
  assert.not(ds18b20.options.safeParse({ id: '10-000005e2fdc3' }).success);
});

test.run();
