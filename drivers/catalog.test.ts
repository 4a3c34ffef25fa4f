/** Every driver of the catalogue against the contract of drivers, on the simulated board. */
import { existsSync, readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DriverEnvironment } from '../runtime/hal/driver.ts';
import { driverContract } from '../test/contracts/driver.contract.ts';
import { plugModbus } from '../test/plugged-modbus.ts';
import { plugSerial } from '../test/plugged-serial.ts';
import { plugChip, plugFiles, type PluggedPart } from '../test/plugged-part.ts';
import type { SimRig } from '../test/sim-rig.ts';
import { Aht20Chip } from './aht20/aht20.fixture.ts';
import { bme280Chip } from './bme280/bme280.fixture.ts';
import { driverCatalog } from './catalog.ts';
import { meterTables } from './eastron-sdm/eastron-sdm.fixture.ts';
import { bytesOf, WITH_FIX } from './gps-nmea/gps-nmea.fixture.ts';
import { ina219Chip } from './ina219/ina219.fixture.ts';
import { ina226Chip } from './ina226/ina226.fixture.ts';
import { EXAMPLE_544_PPM } from './mh-z19/mh-z19.fixture.ts';
import { dht22Files } from './dht22/dht22.fixture.ts';
import { srf04Files } from './hc-sr04/hc-sr04.fixture.ts';
import { plugLed } from './led/led.fixture.ts';
import { drivenMcp23017Chip } from './mcp23017/mcp23017.fixture.ts';
import { plugMcp3008 } from './mcp3008/mcp3008.fixture.ts';
import { pca9685Chip } from './pca9685/pca9685.fixture.ts';
import { Pcf8574Chip } from './pcf8574/pcf8574.fixture.ts';
import { plugServo } from './servo/servo.fixture.ts';
import { Sht4xChip } from './sht4x/sht4x.fixture.ts';
import { ECHOED_OPTIONS, EchoingDevice } from './mqtt-device/mqtt-device.fixture.ts';
import { Ssd1306Chip } from './ssd1306/ssd1306.fixture.ts';
import { veml7700Chip } from './veml7700/veml7700.fixture.ts';

/** How each part hangs on the simulated board. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aht20: { bus: 'i2c1' },
  bme280: { bus: 'i2c1', address: 0x76 },
  ina219: { bus: 'i2c1', shunt: 0.002, maxCurrent: 32.768 },
  ina226: { bus: 'i2c1', shunt: 0.002, maxCurrent: 32.768 },
  sht4x: { bus: 'i2c1', address: 0x46 },
  veml7700: { bus: 'i2c1' },
  ads1115: { bus: 'i2c1', address: 0x48 },
  bh1750: { bus: 'i2c1', address: 0x23 },
  'eastron-sdm': { model: 'sdm630', port: '/dev/ttyUSB0' },
  'gps-nmea': { port: 'uart0' },
  'mh-z19': { port: 'uart0' },
  modbus: {
    host: '192.168.1.20',
    registers: {
      level: { table: 'input', address: 7, type: 'int16', scale: 0.5, range: [0, 100] },
      setpoint: { table: 'holding', address: 0, type: 'float32', range: [0, 30], writable: true },
      run: { table: 'coil', address: 2, writable: true },
    },
  },
  'hc-sr04': {},
  dht22: { device: 'dht11@4' },
  hwmon: { device: 'lm75', channels: ['temp1'] },
  iio: { device: 'srf04', channels: ['in_distance'] },
  led: { led: 'ACT' },
  servo: { chip: 'pwmchip0', channel: 1, range: 180 },
  mcp23017: { bus: 'i2c1', outputs: ['a0', 'a1'], activeLow: ['a1'] },
  mcp3008: { device: 'spi0-0' },
  pca9685: { bus: 'i2c1' },
  pcf8574: { bus: 'i2c1', outputs: ['p0', 'p1'], activeLow: ['p1'] },
  ssd1306: { bus: 'i2c1' },
  button: { pin: 'GPIO5' },
  camera: { file: 'provisioning/site/pictures/workshop.png', maxAge: 'any', timeout: '1h' },
  'mqtt-device': ECHOED_OPTIONS,
  'digital-input': { pin: 'GPIO24', bias: 'pull-up' },
  ds18b20: { id: '28-000005e2fdc3' },
  model: { model: 'person', camera: 'eye' },
  pir: { pin: 'GPIO6' },
  'pulse-counter': { pin: 'GPIO27', perUnit: 7.5 },
  'pwm-dimmer': { chip: 'pwmchip0', channel: 0 },
  relay: { pin: 'GPIO17' },
  sht31: { bus: 'i2c1', address: 0x44 },
};

const jpeg = { bytes: Uint8Array.of(0xff, 0xd8, 0xff), type: 'image/jpeg', takenAt: 0 } as const;
const label = { en: 'person' };

/** What else a part needs: to look, a camera and a model that says something of each kind. */
const SURROUNDINGS: Readonly<Record<string, Partial<DriverEnvironment>>> = {
  'mqtt-device': { mqtt: new EchoingDevice() },
  model: {
    part: () => ({
      read: () => Promise.resolve({}),
      capture: () => Promise.resolve(jpeg),
      close: () => Promise.resolve(),
    }),
    models: {
      has: () => Promise.resolve(true),
      ask: () => Promise.resolve({ scores: [{ label, score: 0.9 }], threshold: 0.5, value: 3 }),
    },
  },
};

/** The parts that the simulated plant does not have, at register level. */
const PLUGS: Readonly<Record<string, (rig: SimRig) => PluggedPart>> = {
  aht20: (rig) => plugChip(rig, 0x38, new Aht20Chip()),
  bme280: (rig) => plugChip(rig, 0x76, bme280Chip()),
  ina219: (rig) => plugChip(rig, 0x40, ina219Chip()),
  ina226: (rig) => plugChip(rig, 0x40, ina226Chip()),
  'eastron-sdm': (rig) => plugModbus(rig, meterTables('sdm630')),
  'gps-nmea': (rig) => plugSerial(rig, 'uart0', { talk: () => bytesOf(WITH_FIX) }),
  'mh-z19': (rig) => plugSerial(rig, 'uart0', { answer: () => EXAMPLE_544_PPM }),
  modbus: (rig) =>
    plugModbus(rig, { input: { 7: 100 }, holding: { 0: 0x41a0, 1: 0 }, coil: { 2: 0 } }),
  'hc-sr04': (rig) => plugFiles(rig, srf04Files(1_000)),
  dht22: (rig) => plugFiles(rig, dht22Files({ humidity: 0x028c, temperature: 0x015f })),
  hwmon: (rig) =>
    plugFiles(rig, {
      'class/hwmon/hwmon1/name': 'lm75\n',
      'class/hwmon/hwmon1/temp1_input': '25500\n',
    }),
  iio: (rig) => plugFiles(rig, srf04Files(1_000)),
  led: plugLed,
  servo: plugServo,
  mcp23017: (rig) => plugChip(rig, 0x20, drivenMcp23017Chip()),
  mcp3008: (rig) => plugMcp3008(rig, [0, 512, 1_023]),
  pca9685: (rig) => plugChip(rig, 0x40, pca9685Chip()),
  pcf8574: (rig) => plugChip(rig, 0x20, new Pcf8574Chip()),
  ssd1306: (rig) => plugChip(rig, 0x3c, new Ssd1306Chip()),
  sht4x: (rig) => plugChip(rig, 0x46, new Sht4xChip()),
  veml7700: (rig) =>
    plugChip(
      rig,
      0x10,
      veml7700Chip(() => 800),
    ),
};

const WITH_CHECKSUM: readonly string[] = [
  'aht20',
  'ds18b20',
  'gps-nmea',
  'mh-z19',
  'sht31',
  'sht4x',
];

/** A byte of them may be anything. */
const WITH_ANY_BYTE: readonly string[] = ['pcf8574', 'ssd1306'];

/** Before the first `run()`: what is registered after it, uvu may miss. */
const drivers = await Promise.all(Object.values(driverCatalog).map((load) => load()));

const catalogue = suite('catalogue');

catalogue('lists every folder of drivers/, each with its driver, its test and its README', () => {
  const folders = readdirSync('drivers', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  assert.equal(Object.keys(driverCatalog).sort(), folders.sort());
  for (const id of folders)
    for (const file of [`${id}.ts`, `${id}.test.ts`, 'README.md'])
      assert.ok(existsSync(`drivers/${id}/${file}`), `drivers/${id}/${file}`);
});

catalogue('knows each driver by the id that it has itself', () => {
  assert.equal(
    drivers.map(({ id }) => id),
    Object.keys(driverCatalog),
  );
});

catalogue(
  'says of each driver where its part hangs, how it is wired and what it was verified against',
  () => {
    for (const { id, about } of drivers) {
      assert.ok(about, `${id} has no \`about\``);
      assert.ok(about.verified.source.length > 0, id);
      assert.match(about.verified.date, /^20\d\d-\d\d-\d\d$/, id);
      const isWired = !['none', 'hwmon', 'iio', 'led'].includes(about.bus);
      if (isWired) assert.ok(Object.keys(about.wiring).length > 0, `${id} has no wiring`);
    }
  },
);

for (const driver of drivers) {
  const test = suite(driver.id);
  driverContract(test, driver, {
    options: OPTIONS[driver.id] ?? {},
    surroundings: SURROUNDINGS[driver.id],
    isElsewhere: driver.id === 'mqtt-device',
    hasChecksum: WITH_CHECKSUM.includes(driver.id),
    anyByteIsTrue: WITH_ANY_BYTE.includes(driver.id),
    plug: PLUGS[driver.id],
  });
  test.run();
}

catalogue.run();
