/**
 * Vishay VEML7700: illuminance, from moonlight to the sun.
 *
 * Bus: I2C, address 0x10, which cannot be changed. Words go least significant byte first.
 * Data sheet: document 84286; application note "Designing the VEML7700 Into an Application",
 * document 84323, March 2025. It is measured with the smallest gain first, which even the sun does
 * not saturate, and again with the largest when that counts too little to be exact.
 */
import { type Clock, delay } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import { Registers } from '../../runtime/hal/registers.ts';

/** Data sheet, "Command Register Format". */
const REGISTER = { configuration: 0x00, als: 0x04 } as const;
/** Command code 0: bit 0, ALS_SD. */
const SHUT_DOWN = 1;
/** Command code 0, bits 12:11: ALS_GAIN. Integration time: bits 9:6 = 0000b, 100 ms. */
const GAIN = { eighth: 0b10 << 11, double: 0b01 << 11 } as const;
/** Application note, resolution at 100 ms: 0.0672 lx a count at gain 1. */
const LX_PER_COUNT = { eighth: 0.537_6, double: 0.033_6 } as const;
/** Application note, flow chart: with 100 counts or less the gain is raised. */
const FEW_COUNTS = 100;
const ALL_COUNTS = 0xffff;
/** Application note: 2.5 ms to wake up; one integration that certainly began afterwards. */
const MEASUREMENT_MS = 2.5 + 2 * 100;

export const veml7700 = defineDriver({
  id: 'veml7700',
  title: 'Vishay VEML7700: illuminance',
  about: {
    bus: 'i2c',
    wiring: { VCC: '3V3', GND: 'GND', SDA: 'SDA', SCL: 'SCL' },
    verified: {
      level: 'datasheet',
      source:
        'Vishay application note 84323: its tables; registers and gains as in Linux veml6030.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ bus: i2cBusOption, address: i2cAddressOption([0x10]) }),
  channels: [
    { name: 'illuminance', type: 'number', unit: 'lx', range: [0, 140_000], writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus, address }) {
    const chip = { registers: new Registers(board.i2c(bus), address), clock, name };
    return Promise.resolve({
      read: async () => {
        const bright = await measure(chip, 'eighth');
        if (bright > FEW_COUNTS) return { illuminance: illuminanceLx(bright, 'eighth') };
        return { illuminance: illuminanceLx(await measure(chip, 'double'), 'double') };
      },
      close: () => Promise.resolve(),
    });
  },
});

/** Application note: above 1000 lx the count grows less than the light, and a polynomial corrects it. */
export function illuminanceLx(counts: number, gain: keyof typeof GAIN): number {
  const lx = counts * LX_PER_COUNT[gain];
  if (lx <= 1_000) return lx;
  return (((6.0135e-13 * lx - 9.3924e-9) * lx + 8.1488e-5) * lx + 1.0023) * lx;
}

interface Chip {
  readonly registers: Registers;
  readonly clock: Clock;
  readonly name: string;
}

/** The chip is asleep before and after. A chip that lost its supply meanwhile is asleep too, and gives 0. */
async function measure({ registers, clock, name }: Chip, gain: keyof typeof GAIN): Promise<number> {
  const configuration = GAIN[gain];
  await configure(registers, configuration);
  await delay(clock, MEASUREMENT_MS);
  const counts = (await registers.read(REGISTER.als, 2)).readUInt16LE();
  const now = (await registers.read(REGISTER.configuration, 2)).readUInt16LE();
  await configure(registers, configuration | SHUT_DOWN);
  if (now !== configuration) {
    const message = `${name} should measure with ${configuration.toString(16)}, its configuration is ${now.toString(16)}`;
    throw new DriverError('DRIVER_NOT_MEASURED', message);
  }
  if (counts === ALL_COUNTS)
    throw new DriverError('DRIVER_BEYOND_RANGE', `${name} is saturated: ${String(counts)} counts`);
  return counts;
}

function configure(registers: Registers, word: number): Promise<void> {
  return registers.write(REGISTER.configuration, word & 0xff, word >> 8);
}
