/** Places on a board, written and read back. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { busOf, formatClaim, parseClaim } from './claim.ts';

const test = suite('claim');

for (const text of [
  'gpio:GPIO17',
  'pwm:pwmchip0/1',
  'i2c1:0x05',
  'i2c1:0x48/ain0',
  'onewire:28-000005e2fdc3',
  'spi0-1',
  'serial:/dev/serial/by-id/usb-FTDI_FT232R-if00-port0',
  'modbus:/dev/ttyUSB0/247',
  'modbus:192.168.1.20:502/1',
  'iio:dht11@0',
  'hwmon:ina226',
  'led:act',
]) {
  test(`reads ${text} and writes the same`, () => {
    const claim = parseClaim(text);
    assert.ok(claim);
    assert.is(formatClaim(claim), text);
  });
}

test('takes an address as a number', () => {
  assert.equal(parseClaim('i2c1:0x44'), { kind: 'i2c', bus: 'i2c1', address: 0x44 });
});

for (const text of [
  '',
  'GPIO17',
  'gpio:',
  'i2c1:44',
  'pwm:pwmchip0',
  'pwm:pwmchip0/one',
  'spi0',
  'modbus:/dev/ttyUSB0',
  'serial:',
])
  test(`finds no place in "${text}"`, () => {
    assert.is(parseClaim(text), undefined);
  });

test('lets parts of one bus take turns, and no others', () => {
  const buses = ['i2c1:0x44', 'i2c2:0x44', 'spi0-0', 'spi0-1', 'serial:uart0', 'iio:dht11@0'];
  const lines = ['modbus:/dev/ttyUSB0/1', 'modbus:/dev/ttyUSB0/2', 'modbus:192.168.1.20:502/1'];
  assert.equal([...buses, ...lines].flatMap((text) => parseClaim(text) ?? []).map(busOf), [
    ...['i2c1', 'i2c2', 'spi0', 'spi0', 'serial:uart0', 'iio:dht11@0'],
    ...['modbus:/dev/ttyUSB0', 'modbus:/dev/ttyUSB0', 'modbus:192.168.1.20:502'],
  ]);
});

test.run();
