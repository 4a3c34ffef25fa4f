/** Which lines the buses of a board take, and on which bus a part hangs. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { busLines, busOfPlace } from './bus-lines.ts';

const test = suite('bus-lines');

test('names the lines of every kind of bus by what parts call it', () => {
  const buses = {
    i2c: [{ id: 'i2c1', pins: ['GPIO2', 'GPIO3'] }],
    spi: [{ id: 'spi0-0', device: '/dev/spidev0.0', pins: ['GPIO10'] }],
    serial: [{ id: 'uart0', device: '/dev/serial0', pins: ['GPIO14'] }],
    pwm: [{ chip: 'pwmchip0', channels: 2, pins: ['GPIO18'] }],
    onewire: { pins: ['GPIO4'] },
  };
  assert.equal(
    busLines(buses).map(({ bus, line }) => `${bus} ${line}`),
    [
      ...['i2c1 GPIO2', 'i2c1 GPIO3', 'spi0-0 GPIO10', 'uart0 GPIO14'],
      ...['pwmchip0 GPIO18', 'onewire GPIO4'],
    ],
  );
});

for (const [claim, bus] of [
  ['i2c1:0x48/ain0', 'i2c1'],
  ['spi0-0', 'spi0-0'],
  ['serial:uart0', 'uart0'],
  ['modbus:uart0/3', 'uart0'],
  ['modbus:/dev/ttyUSB0/3', '/dev/ttyUSB0'],
  ['pwm:pwmchip0/1', 'pwmchip0'],
  ['onewire:28-000005e2fdc3', 'onewire'],
] as const)
  test(`knows the bus of ${claim}`, () => {
    assert.is(busOfPlace(claim), bus);
  });

test.run();
