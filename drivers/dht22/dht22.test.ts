/** DHT22: what the kernel's driver shows for the example of the manual, and what it cannot mean. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { HalError } from '../../runtime/hal/errors.ts';
import { plugFiles } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { dht22Files } from './dht22.fixture.ts';
import { dht22 } from './dht22.ts';

const OPTIONS = { device: 'dht11@4' };
const test = suite('dht22');

test('reads the example of the manual: 65.2 %RH and 35.1 °C', () =>
  withSimBoard(async (rig) => {
    plugFiles(rig, dht22Files({ humidity: 0x028c, temperature: 0x015f }));
    const part = await dht22.open({ ...ALONE, ...rig, name: 'air' }, OPTIONS);
    const { temperature, humidity } = await part.read();
    assert.is(Number(temperature).toFixed(1), '35.1');
    assert.is(Number(humidity).toFixed(1), '65.2');
  }));

test('reads a temperature below zero: 8065h is −10.1 °C in the manual', () =>
  withSimBoard(async (rig) => {
    plugFiles(rig, dht22Files({ humidity: 0x028c, temperature: 0x8065 }));
    const part = await dht22.open({ ...ALONE, ...rig, name: 'air' }, OPTIONS);
    assert.is(Number((await part.read())['temperature']).toFixed(1), '-10.1');
  }));

test('refuses the zeros of a shorted line, although their checksum is right', () =>
  withSimBoard(async (rig) => {
    plugFiles(rig, dht22Files({ humidity: 0, temperature: 0 }));
    const part = await dht22.open({ ...ALONE, ...rig, name: 'air' }, OPTIONS);
    assert.is(await part.read().catch(errorCode), 'DRIVER_BAD_ANSWER');
  }));

test('has no value when the kernel found the checksum wrong', () =>
  withSimBoard(async (rig) => {
    plugFiles(rig, {
      ...dht22Files({ humidity: 0x028c, temperature: 0x015f }),
      'bus/iio/devices/iio:device0/in_temp_input': {
        read: () => {
          // What EIO is called: hal/linux/linux-sysfs.ts.
          throw new HalError('HAL_NO_ACK', 'EIO: i/o error, read');
        },
      },
    });
    const part = await dht22.open({ ...ALONE, ...rig, name: 'air' }, OPTIONS);
    assert.is(await part.read().catch(errorCode), 'DRIVER_BAD_CRC');
  }));

test.run();
