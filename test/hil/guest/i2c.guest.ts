/**
 * The I2C bus of a real board, against the kernel's own stub of one: chips that are a table of byte
 * registers, written and read beside us with the tools of busybox, and one that a kernel driver has.
 */
import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bme280 } from '../../../drivers/bme280/bme280.ts';
import { bmp280Chip } from '../../../drivers/bme280/bme280.fixture.ts';
import { hwmon } from '../../../drivers/hwmon/hwmon.ts';
import { iio } from '../../../drivers/iio/iio.ts';
import { errorCode } from '../../../runtime/core/app-error.ts';
import { systemClock } from '../../../runtime/core/clock.ts';
import type { Board } from '../../../runtime/hal/board.ts';
import type { DriverEnvironment } from '../../../runtime/hal/driver.ts';
import { scanI2c } from '../../../runtime/hal/i2c-scan.ts';
import { LinuxI2cBus } from '../../../runtime/hal/linux/buses/linux-i2c.ts';
import { LinuxSysfs } from '../../../runtime/hal/linux/linux-sysfs.ts';
import { i2cContract } from '../../contracts/i2c.contract.ts';
import { ALONE } from '../../sim-rig.ts';

const EXPANDER = 0x20;
const LM75 = 0x48;
const BMP280 = 0x76;
/** Bytes that nobody else here writes. */
const MEMORY = 0x51;
const NOBODY = 0x50;

const test = suite('I2C on a kernel');
const sysfs = new LinuxSysfs();

/** The stub is the first bus of the virtual board. */
function busAt(device: string): LinuxI2cBus {
  const enable = 'dtparam=i2c_arm=on';
  return new LinuxI2cBus({ place: { id: 'i2c1', device, enable }, sysfs });
}

const bus = busAt('/dev/i2c-0');

/** A tool of busybox: another program on the same bus. Its numbers are hexadecimal. */
function tool(name: string, ...words: readonly (string | number)[]): string {
  const hex = words.map((word) => (typeof word === 'number' ? `0x${word.toString(16)}` : word));
  return execFileSync(name, ['-y', '0', ...hex], { encoding: 'utf8' }).trim();
}

function shell(command: string): void {
  execFileSync('sh', ['-c', command]);
}

function environment(): DriverEnvironment {
  const board = { sysfs, i2c: () => bus } as unknown as Board;
  return { ...ALONE, board, clock: systemClock, name: 'part' };
}

test.before(() => {
  const addresses = [EXPANDER, LM75, MEMORY, BMP280].join(',');
  shell(`modprobe i2c-stub chip_addr=${addresses}`);
});

test.after(() => bus.close());

i2cContract(test, (use) => use({ bus, chip: MEMORY, absent: NOBODY }));

test('reads what another program wrote to a register', async () => {
  tool('i2cset', EXPANDER, 0x12, 0xa5, 'b');
  assert.equal([...(await bus.writeRead(EXPANDER, Uint8Array.of(0x12), 1))], [0xa5]);
});

test('writes registers as another program reads them', async () => {
  await bus.write(EXPANDER, Uint8Array.of(0x14, 0x5a, 0xc3));
  assert.equal([tool('i2cget', EXPANDER, 0x14), tool('i2cget', EXPANDER, 0x15)], ['0x5a', '0xc3']);
});

test('finds the chips that are there, and no others', async () => {
  const found = await scanI2c(bus);
  assert.equal(
    found.map(({ address }) => address),
    [EXPANDER, LM75, MEMORY, BMP280],
  );
});

test('says where nothing answers, and goes on with the others', async () => {
  const failure = await bus.read(NOBODY, 1).catch(errorCode);
  assert.is(failure, 'HAL_NO_ACK');
  tool('i2cset', EXPANDER, 0x00, 0x77, 'b');
  assert.equal([...(await bus.writeRead(EXPANDER, Uint8Array.of(0), 1))], [0x77]);
});

test('says what turns on a bus that is not there', async () => {
  const failure: unknown = await busAt('/dev/i2c-7')
    .read(LM75, 1)
    .catch((error: unknown) => error);
  assert.is(errorCode(failure), 'HAL_BUS_MISSING');
  assert.match(JSON.stringify(failure), /dtparam=i2c_arm=on/);
});

test('the driver of a BMP280 measures over it what the data sheet computes', async () => {
  const chip = bmp280Chip();
  // One forced measurement, as the chip would make it.
  chip.write(Uint8Array.of(0xf4, 0x01));
  for (let register = 0x88; register < 0xff; register += 1)
    tool('i2cset', BMP280, register, chip.byte(register), 'b');
  const part = await bme280.open(environment(), { bus: 'i2c1', address: BMP280 });
  const { temperature, pressure } = await part.read();
  assert.is(Number(temperature).toFixed(2), '25.08');
  assert.is(Number(pressure).toFixed(0), '100653');
  await part.close();
});

test('a chip that the kernel drives is read from its files, and not grabbed', async () => {
  // LM75 data sheet, temperature register: 0x1980 is 25.5 °C; SMBus words begin with the low byte.
  tool('i2cset', LM75, 0x00, 0x8019, 'w');
  shell(`modprobe lm75; echo lm75 ${String(LM75)} > /sys/bus/i2c/devices/i2c-0/new_device`);
  const part = await hwmon.open(environment(), { device: 'lm75', channels: ['temp1'] });
  assert.equal(await part.read(), { temp1: 25.5 });
  assert.equal(await bus.probe(LM75), { address: LM75, heldBy: 'lm75' });
  assert.is(await bus.read(LM75, 1).catch(errorCode), 'HAL_ADDRESS_BUSY');
});

test('a converter of the kernel is read in volts', async () => {
  shell('modprobe iio_dummy; mkdir -p /sys/kernel/config/iio/devices/dummy/bench');
  const part = await iio.open(environment(), { device: 'bench', channels: ['in_voltage0'] });
  const { in_voltage0: volts } = await part.read();
  // iio_simple_dummy.c of the kernel: 73 raw, 7 offset, 0.001333 mV each.
  assert.is(Number(volts).toFixed(9), (((73 + 7) * 0.001333) / 1_000).toFixed(9));
});

test.run();
