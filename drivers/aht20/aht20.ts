/**
 * Aosong AHT20 (and AHT21, DHT20, which speak the same): air temperature and relative humidity.
 *
 * Bus: I2C, address 0x38, which cannot be changed.
 * Data sheets: "AHT20 Product manuals" version 1.1, and "DHT20 Data Sheet" version 1.0 (the same chip
 * in a package), whose sections are quoted below. The seventh byte is a CRC of the six before; a
 * wrong one is DRIVER_BAD_CRC and never a value.
 */
import { type Clock, delay } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { crc8Sensirion } from '../../runtime/hal/crc8.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import type { I2cBus } from '../../runtime/hal/i2c.ts';

/** AHT20 only: §5.4 of its manual, step 1. */
const INITIALIZE = Uint8Array.of(0xbe, 0x08, 0x00);
/** §7.4, step 2. */
const TRIGGER_MEASUREMENT = Uint8Array.of(0xac, 0x33, 0x00);
/** §7.3, table 9: bit 7 busy, bit 3 calibrated. */
const BUSY = 1 << 7;
const CALIBRATED = 1 << 3;
/** §7.4, step 2: 10 ms before the first measurement. */
const INITIALIZATION_MS = 10;
/** §7.4, step 3. */
const MEASUREMENT_MS = 80;
const SPAN = 1 << 20;

interface Chip {
  readonly bus: I2cBus;
  readonly address: number;
  readonly clock: Clock;
  readonly name: string;
}

export const aht20 = defineDriver({
  id: 'aht20',
  title: 'Aosong AHT20: temperature and humidity',
  about: {
    bus: 'i2c',
    registers: 'none',
    wiring: { VDD: '3V3', GND: 'GND', SDA: 'SDA', SCL: 'SCL' },
    verified: {
      level: 'datasheet',
      source:
        'AHT20 Product manuals 1.1 and DHT20 Data Sheet 1.0: formulas and CRC; seven bytes that a chip sent; command, wait and formulas as in Linux aht10.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ bus: i2cBusOption, address: i2cAddressOption([0x38]) }),
  channels: [
    { name: 'temperature', type: 'number', unit: 'Cel', range: [-40, 85], writable: false },
    { name: 'humidity', type: 'number', unit: '%RH', range: [0, 100], writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus, address }) {
    const chip = { bus: board.i2c(bus), address, clock, name };
    return Promise.resolve({
      read: async () => {
        await initialize(chip);
        const bytes = await measure(chip);
        return { temperature: temperatureC(bytes), humidity: humidityPercent(bytes) };
      },
      close: () => Promise.resolve(),
    });
  },
});

/** §7.4, step 5: the upper 20 bits after the status. RH = S / 2²⁰ × 100 %. */
export function humidityPercent([, first = 0, second = 0, third = 0]: Uint8Array): number {
  return (((first << 12) | (second << 4) | (third >> 4)) / SPAN) * 100;
}

/** §7.4, step 5: the lower 20 bits. T = S / 2²⁰ × 200 − 50. */
export function temperatureC([, , , third = 0, fourth = 0, fifth = 0]: Uint8Array): number {
  return ((((third & 0x0f) << 16) | (fourth << 8) | fifth) / SPAN) * 200 - 50;
}

/** Does nothing unless the chip lost its supply and says so. */
async function initialize({ bus, address, clock }: Chip): Promise<void> {
  const [status = 0] = await bus.read(address, 1);
  if ((status & CALIBRATED) !== 0) return;
  await bus.write(address, INITIALIZE);
  await delay(clock, INITIALIZATION_MS);
}

async function measure({ bus, address, clock, name }: Chip): Promise<Uint8Array> {
  await bus.write(address, TRIGGER_MEASUREMENT);
  await delay(clock, MEASUREMENT_MS);
  const bytes = await bus.read(address, 7);
  const [status = 0] = bytes;
  const text = Buffer.from(bytes).toString('hex');
  if (crc8Sensirion(bytes.subarray(0, 6)) !== bytes[6])
    throw new DriverError('DRIVER_BAD_CRC', `${name} sent ${text}, whose CRC is wrong`);
  if ((status & BUSY) !== 0 || (status & CALIBRATED) === 0) {
    const message = `${name} sent ${text}: it is busy or not initialized`;
    throw new DriverError('DRIVER_NOT_MEASURED', message);
  }
  return bytes;
}
