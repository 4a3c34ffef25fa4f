/**
 * Bosch BME280: temperature, humidity and air pressure; BMP280: the same without humidity. Which of
 * the two it is, the chip says itself.
 *
 * Bus: I2C, address 0x76 with SDO at GND, 0x77 at VDDIO.
 * Data sheets: BST-BME280-DS002 revision 1.6, BST-BMP280-DS001 revision 1.23; sections of the first
 * are quoted below. Each reading is one forced measurement; the chip sleeps in between.
 */
import { type Clock, delay } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver, type Sample } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import { Registers } from '../../runtime/hal/registers.ts';
import {
  fineTemperature,
  humidityPercent,
  parseTrim,
  pressurePa,
  temperatureC,
  type Trim,
  TRIM_REGISTERS,
} from './trim.ts';

/** §5.3, table 18. */
const REGISTER = { id: 0xd0, ctrlHum: 0xf2, status: 0xf3, ctrlMeas: 0xf4, data: 0xf7 } as const;
/** §5.4.1; BMP280 §4.3.1. */
const BME280_ID = 0x60;
const BMP280_ID = 0x58;
/** §5.4.3: humidity once. */
const OSRS_H_ONCE = 0b001;
/** §5.4.5: temperature once, pressure once, forced mode. */
const FORCED_ONCE = (0b001 << 5) | (0b001 << 2) | 0b01;
/** §5.4.4: bit 3 is 1 while a conversion runs. */
const MEASURING = 1 << 3;
/** §9.1: 9.3 ms at most with everything once. */
const MEASUREMENT_MS = 10;
/** §5.4.7 to §5.4.9: what the data registers hold after reset, and where a measurement was skipped. */
const SKIPPED = 0x8_0000;
const HUMIDITY_SKIPPED = 0x8000;

interface Chip {
  readonly registers: Registers;
  readonly clock: Clock;
  readonly name: string;
}

export const bme280 = defineDriver({
  id: 'bme280',
  title: 'Bosch BME280 and BMP280: temperature, humidity, pressure',
  about: {
    bus: 'i2c',
    wiring: {
      VCC: '3V3',
      GND: 'GND',
      SDA: 'SDA',
      SCL: 'SCL',
      SDO: 'open or GND for 0x76, 3V3 for 0x77',
    },
    verified: {
      level: 'datasheet',
      source:
        'Bosch BST-BME280-DS002 1.6 and BST-BMP280-DS001 1.23: the worked example, also over i2c-stub of Linux 6.1; ids and skipped values as in Linux bmp280',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ bus: i2cBusOption, address: i2cAddressOption([0x76, 0x77]) }),
  channels: [
    { name: 'temperature', type: 'number', unit: 'Cel', range: [-40, 85], writable: false },
    { name: 'humidity', type: 'number', unit: '%RH', range: [0, 100], writable: false },
    { name: 'pressure', type: 'number', unit: 'Pa', range: [30_000, 110_000], writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus, address }) {
    const chip = { registers: new Registers(board.i2c(bus), address), clock, name };
    let trim: Trim | undefined;
    return Promise.resolve({
      read: async () => {
        try {
          trim ??= await readTrim(chip);
          return compensate(await measure(chip, trim), trim);
        } catch (error) {
          // Another chip may hang there next time.
          trim = undefined;
          throw error;
        }
      },
      close: () => Promise.resolve(),
    });
  },
});

async function readTrim({ registers, name }: Chip): Promise<Trim> {
  const { TEMPERATURE_AND_PRESSURE: block, H1, HUMIDITY } = TRIM_REGISTERS;
  const id = await registers.byte(REGISTER.id);
  if (id !== BME280_ID && id !== BMP280_ID) {
    const message = `${name} says it is 0x${id.toString(16)}; a BME280 says 0x60, a BMP280 0x58`;
    throw new DriverError('DRIVER_BAD_ANSWER', message);
  }
  const common = await registers.read(block.first, block.length);
  // A chip that still copies its memory (§5.4.4, im_update) says 0: its trimming would be that of no chip.
  if (isBlank(common)) throw new DriverError('DRIVER_NOT_MEASURED', `${name} has no trimming yet`);
  if (id === BMP280_ID) return parseTrim(common);
  const h1 = await registers.read(H1, 1);
  const rest = await registers.read(HUMIDITY.first, HUMIDITY.length);
  if (isBlank(rest)) throw new DriverError('DRIVER_NOT_MEASURED', `${name} has no trimming yet`);
  return parseTrim(common, Buffer.concat([h1, rest]));
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0) || bytes.every((byte) => byte === 0xff);
}

/** The data registers: pressure and temperature, 20 bits each, and humidity, 16 bits. */
async function measure({ registers, clock, name }: Chip, { H }: Trim): Promise<Buffer> {
  // §5.4.3: osrs_h takes effect with the next write of ctrl_meas.
  if (H !== undefined) await registers.write(REGISTER.ctrlHum, OSRS_H_ONCE);
  await registers.write(REGISTER.ctrlMeas, FORCED_ONCE);
  await delay(clock, MEASUREMENT_MS);
  const isBusy = ((await registers.byte(REGISTER.status)) & MEASURING) !== 0;
  const data = await registers.read(REGISTER.data, H === undefined ? 6 : 8);
  if (isBusy || isSkipped(data))
    throw new DriverError('DRIVER_NOT_MEASURED', `${name} did not measure when it was told to`);
  return data;
}

function isSkipped(data: Buffer): boolean {
  const [pressure, temperature] = [twentyBits(data, 0), twentyBits(data, 3)];
  const isWithoutHumidity = data.length > 6 && data.readUInt16BE(6) === HUMIDITY_SKIPPED;
  return pressure === SKIPPED || temperature === SKIPPED || isWithoutHumidity;
}

function compensate(data: Buffer, trim: Trim): Sample {
  const tFine = fineTemperature(twentyBits(data, 3), trim);
  return {
    temperature: temperatureC(tFine),
    pressure: pressurePa(twentyBits(data, 0), tFine, trim),
    ...(trim.H && { humidity: humidityPercent(data.readUInt16BE(6), tFine, trim.H) }),
  };
}

/** §5.4.7: msb, lsb, and the upper half of xlsb. */
function twentyBits(data: Buffer, offset: number): number {
  return data.readUIntBE(offset, 3) >> 4;
}
