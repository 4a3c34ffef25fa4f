/**
 * A board with 64 sensors for the benchmark: eight I2C buses with the register fixtures of four
 * drivers on each, and sixteen thermometers behind real files. Each transfer makes the trip through
 * the thread pool that `i2c-bus` makes; what the kernel's bus driver costs is not in it.
 */
import { openSync, read } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Aht20Chip } from '../../drivers/aht20/aht20.fixture.ts';
import { bme280Chip } from '../../drivers/bme280/bme280.fixture.ts';
import { ina226Chip } from '../../drivers/ina226/ina226.fixture.ts';
import { veml7700Chip } from '../../drivers/veml7700/veml7700.fixture.ts';
import type { Board } from '../../runtime/hal/board.ts';
import { HalError } from '../../runtime/hal/errors.ts';
import type { I2cBus } from '../../runtime/hal/i2c.ts';
import { AbsentGpio } from '../../runtime/hal/linux/gpio/absent-gpio.ts';
import { LinuxSysfs } from '../../runtime/hal/linux/linux-sysfs.ts';
import { SimI2cBus } from '../../runtime/hal/sim/sim-i2c.ts';

const BUSES = 8;

interface Sensor {
  readonly part: string;
  readonly channel: string;
}

/** On each bus; thermometers have no bus of their own. */
const SENSORS: readonly Sensor[] = [
  { part: 'driver: bme280, bus: BUS, address: 0x76', channel: 'temperature' },
  { part: 'driver: bme280, bus: BUS, address: 0x77', channel: 'humidity' },
  { part: 'driver: ina226, bus: BUS, address: 0x40', channel: 'current' },
  { part: 'driver: ina226, bus: BUS, address: 0x41', channel: 'power' },
  { part: 'driver: aht20, bus: BUS', channel: 'humidity' },
  { part: 'driver: veml7700, bus: BUS', channel: 'illuminance' },
  { part: 'driver: ds18b20, id: 28-0000000000N0', channel: 'temperature' },
  { part: 'driver: ds18b20, id: 28-0000000000N1', channel: 'temperature' },
];

export const SENSOR_COUNT = BUSES * SENSORS.length;

/** Recorded: manintheit.org "Measuring a Temperature with DS18B20". */
const THERMOMETER = '5c 01 4b 46 7f ff 04 10 a1 : crc=a1 YES\n5c 01 4b 46 7f ff 04 10 a1 t=21750\n';

/** The site of it in `site/`, its file in `boards/`, its kernel's files in `sys/`. */
export async function writeSensorSite(directory: string): Promise<void> {
  const numbers = Array.from({ length: BUSES }, (_, bus) => bus);
  const all = numbers.flatMap((bus) =>
    SENSORS.map(({ part, channel }, index) => ({
      name: `sensor-${bus}-${index}`,
      part: part.replace('BUS', `i2c${bus}`).replace('N', String(bus)),
      channel,
    })),
  );
  const parts = all.map(({ name, part }) => `      ${name}: { ${part} }`);
  const things = all.map(
    ({ name, channel }) =>
      `      ${name}: { title: { en: ${name} }, area: hall, kind: sensor, properties: { value: { from: ${name}.${channel}, every: 1s } } }`,
  );
  const i2c = numbers.map((bus) => `  - { id: i2c${bus}, device: /dev/i2c-${bus} }`);
  const texts = {
    'site/platform.yaml': 'site: { id: bench, title: Bench, language: en, timezone: UTC }\n',
    'site/devices.yaml': [
      'areas: { hall: { title: { en: hall } } }',
      ...['boards:', '  bench:', '    board: bench', '    parts:', ...parts],
      ...['    things:', ...things, ''],
    ].join('\n'),
    'boards/bench/board.yaml': [
      ...['id: bench', 'title: A board for the benchmark', 'onewire: true', 'i2c:', ...i2c],
      "verified: { level: simulated, source: the benchmark, date: '2026-11-26' }",
      '',
    ].join('\n'),
    ...Object.fromEntries(
      numbers
        .flatMap((bus) => [`${bus}0`, `${bus}1`])
        .map((id) => [`sys/bus/w1/devices/28-0000000000${id}/w1_slave`, THERMOMETER]),
    ),
  };
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

export function sensorBoard(directory: string): Board {
  const buses = new Map<string, I2cBus>();
  const absent = (place: string): never => {
    throw new HalError('HAL_NO_SUCH_BUS', `the benchmark has no ${place}`);
  };
  return {
    ...{ id: 'bench', title: 'Bench', simulated: false, header: [] },
    gpio: new AbsentGpio('the benchmark has no lines'),
    sysfs: new LinuxSysfs(join(directory, 'sys')),
    i2c: (id) => {
      const bus = buses.get(id) ?? throughPool(busWithChips(id));
      buses.set(id, bus);
      return bus;
    },
    ...{ spi: absent, serial: absent, modbus: () => absent('Modbus') },
  };
}

function busWithChips(id: string): SimI2cBus {
  const bus = new SimI2cBus(id);
  for (const address of [0x76, 0x77]) bus.attach(address, bme280Chip());
  for (const address of [0x40, 0x41]) bus.attach(address, ina226Chip());
  bus.attach(0x38, new Aht20Chip());
  bus.attach(
    0x10,
    veml7700Chip(() => 300),
  );
  return bus;
}

function throughPool(bus: SimI2cBus): I2cBus {
  const zero = openSync('/dev/zero', 'r');
  const buffer = Buffer.alloc(1);
  const trip = (): Promise<void> =>
    new Promise((resolve, reject) => {
      read(zero, buffer, 0, 1, null, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  return {
    id: bus.id,
    write: (address, bytes) => trip().then(() => bus.write(address, bytes)),
    read: (address, length) => trip().then(() => bus.read(address, length)),
    writeRead: (address, bytes, length) => trip().then(() => bus.writeRead(address, bytes, length)),
    probe: (address) => bus.probe(address),
    register: (address, bytes, mask) => bus.register(address, bytes, mask),
  };
}
