/** Mistakes that only real drivers on a real board file can show: what `config check` says of a site for a Pi. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { driverCatalog } from '../drivers/catalog.ts';
import { readSite } from '../runtime/config/read-site.ts';

const SITE = `
areas: { house: { title: { en: house } } }
boards:
  main:
    board: raspberry-pi-4b
    parts:
      air: { driver: sht31, bus: i2c1, address: 0x44 }
      meter: { driver: eastron-sdm, model: sdm120, port: /dev/ttyUSB0, baud: 2400 }
      button: { driver: button, pin: GPIO27 }
      adc: { driver: ads1115, bus: i2c1 }
    things:
      air: { title: { en: air }, area: house, kind: sensor, properties: { humidity: { from: air.humidity } } }
      tank:
        title: { en: tank }
        area: house
        kind: tank
        properties: { level: { from: adc.ain0, calibrate: { 4-20mA: [0, 100] }, unit: '%' } }
`;

async function told(from = '', to = ''): Promise<string> {
  assert.ok(SITE.includes(from), `the site has no ${from}`);
  const directory = await mkdtemp(join(tmpdir(), 'boardtalk-'));
  try {
    await writeFile(join(directory, 'devices.yaml'), SITE.replace(from, to));
    const { diagnostics } = await readSite(directory, {
      boardsDirectory: 'boards',
      drivers: driverCatalog,
    });
    return diagnostics.map(({ message, hint = '' }) => `${message} (${hint})`).join('\n');
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('the site is in order, and so is a part that is called as its maker calls it', async () => {
  assert.is(await told(), '');
  assert.is(await told('driver: sht31', 'driver: SHT31'), '');
});

for (const [mistake, from, to, message] of [
  [
    'a chip with an address on SPI',
    'sht31, bus: i2c1',
    'sht31, bus: spi0-0',
    /no place "spi0-0:0x44"/,
  ],
  [
    '4–20 mA without a unit',
    ", unit: '%'",
    '',
    /in which unit 4 and 20 mA are given \(add the unit/,
  ],
  ['an address of another part', '0x44', '0x46', /0x46 is none of its addresses: .* 0x44, 0x45/],
  ['an address in quotation marks', '0x44', "'0x44'", /write it without quotation marks: 0x44/],
  [
    'two speeds on one line',
    'button: { driver: button, pin: GPIO27 }',
    'other: { driver: eastron-sdm, model: sdm120, port: /dev/ttyUSB0, unit: 2, baud: 9600 }',
    /one speed, parity and stop bits for all, and the part "meter" has others/,
  ],
  [
    'two parts on one serial port',
    'button: { driver: button, pin: GPIO27 }',
    'gps: { driver: gps-nmea, port: /dev/ttyUSB0 }',
    /\/dev\/ttyUSB0 belongs to the part "meter"/,
  ],
  ['the number of a chip', 'GPIO27', 'gpiochip0/27', /another number in the next kernel/],
  ['a line of another processor', 'GPIO27', 'pinctrl-rk3588/27', /by the names of the board file/],
  ['a pin that is ground', 'GPIO27', 'pin6', /pin 6 is GND/],
] as const)
  test(`${mistake} is refused, with what to write`, async () => {
    assert.match(await told(from, to), message);
  });

test('two meters of one speed share a line', async () => {
  const second =
    'other: { driver: eastron-sdm, model: sdm120, port: /dev/ttyUSB0, unit: 2, baud: 2400 }';
  assert.is(await told('button: { driver: button, pin: GPIO27 }', second), '');
});

test.run();
