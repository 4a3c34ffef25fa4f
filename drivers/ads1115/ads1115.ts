/**
 * Texas Instruments ADS1115: four analog inputs, 16 bits, each measured against ground.
 *
 * Bus: I2C, 0x48 with ADDR at GND, 0x49 at VDD, 0x4A at SDA, 0x4B at SCL.
 * Data sheet: SBAS444E, December 2024; its register and field names are used below.
 * The inputs take at most VDD + 0.3 V, whatever full-scale range is chosen. A 4–20 mA loop over
 * 165 ohm gives 0.66 to 3.3 V: the default range of 4.096 V fits it.
 */
import { type Clock, delay } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import type { I2cBus } from '../../runtime/hal/i2c.ts';

const REGISTER = { conversion: 0b00, config: 0b01 } as const;
/** Fields of the Config register. */
const CONFIG = {
  OS: 1 << 15,
  /** MUX[2:0]: 100b is AIN0 against GND, 111b AIN3. */
  MUX_SINGLE_ENDED: 0b100 << 12,
  MODE_SINGLE_SHOT: 1 << 8,
  DR_128_SPS: 0b100 << 5,
  COMP_QUE_DISABLED: 0b11,
} as const;
/** PGA[2:0] → full-scale range in volts. */
const FULL_SCALE_V = [6.144, 4.096, 2.048, 1.024, 0.512, 0.256] as const;
/** 1/128 s and the 10 % that the oscillator may be slow (Electrical Characteristics, data rate variation). */
const CONVERSION_MS = 9;
/** "Data Format": the codes clip there, and may stand for any voltage beyond. */
const ENDS: readonly number[] = [0x7fff, 0x8000];
const INPUTS = [0, 1, 2, 3] as const;

export const ads1115 = defineDriver({
  id: 'ads1115',
  title: 'TI ADS1115: four analog inputs',
  about: {
    bus: 'i2c',
    wiring: {
      VDD: '3V3',
      GND: 'GND',
      SDA: 'SDA',
      SCL: 'SCL',
      ADDR: 'GND for 0x48, VDD 0x49, SDA 0x4a, SCL 0x4b',
      'A0 to A3': '0 V to VDD, never more',
    },
    verified: {
      level: 'datasheet',
      source:
        'TI SBAS444E: codes with their values, the configuration word; register fields as in Linux ti-ads1015.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    bus: i2cBusOption,
    address: i2cAddressOption([0x48, 0x49, 0x4a, 0x4b]),
    range: z.literal(FULL_SCALE_V).default(4.096).describe('Full-scale range in volts'),
  }),
  channels: INPUTS.map((input) => ({
    name: channelOf(input),
    type: 'number',
    unit: 'V',
    range: [-0.3, 6.144],
    writable: false,
  })),
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus, address, range }) {
    const chip = { bus: board.i2c(bus), address, clock, name };
    const beyond = new Map<string, DriverError>();
    return Promise.resolve({
      read: async () => {
        beyond.clear();
        const sample: Record<string, number> = {};
        for (const input of INPUTS) {
          const code = await convert(chip, configFor(input, range));
          const channel = channelOf(input);
          if (ENDS.includes(code)) beyond.set(channel, beyondRange(`${name}.${channel}`, range));
          else sample[channel] = volts(code, range);
        }
        return sample;
      },
      trouble: (channel) => beyond.get(channel),
      close: () => Promise.resolve(),
    });
  },
});

/** The Config word that starts one conversion of one input. */
export function configFor(input: number, fullScaleV: (typeof FULL_SCALE_V)[number]): number {
  return (
    CONFIG.OS |
    (CONFIG.MUX_SINGLE_ENDED + (input << 12)) |
    (FULL_SCALE_V.indexOf(fullScaleV) << 9) |
    CONFIG.MODE_SINGLE_SHOT |
    CONFIG.DR_128_SPS |
    CONFIG.COMP_QUE_DISABLED
  );
}

/** "Data Format": two's complement, 8000h is −FS, 7FFFh is +FS (2¹⁵ − 1)/2¹⁵. */
export function volts(code: number, fullScaleV: number): number {
  const signed = code >= 0x8000 ? code - 0x1_0000 : code;
  return (signed / 0x8000) * fullScaleV;
}

function beyondRange(what: string, fullScaleV: number): DriverError {
  const message = `${what} is at the end of its range of ±${String(fullScaleV)} V, or beyond`;
  return new DriverError('DRIVER_BEYOND_RANGE', message);
}

interface Chip {
  readonly bus: I2cBus;
  readonly address: number;
  readonly clock: Clock;
  readonly name: string;
}

/** A chip that lost its supply meanwhile has forgotten the config; its conversion would be of another input. */
async function convert({ bus, address, clock, name }: Chip, config: number): Promise<number> {
  await bus.write(address, Uint8Array.of(REGISTER.config, config >> 8, config & 0xff));
  await delay(clock, CONVERSION_MS);
  const now = word(await bus.writeRead(address, Uint8Array.of(REGISTER.config), 2));
  if (now !== config) {
    const message = `${name} should be done with ${config.toString(16)}, its config register is ${now.toString(16)}`;
    throw new DriverError('DRIVER_NOT_MEASURED', message);
  }
  return word(await bus.writeRead(address, Uint8Array.of(REGISTER.conversion), 2));
}

function word([high = 0, low = 0]: Uint8Array): number {
  return (high << 8) | low;
}

function channelOf(input: number): string {
  return `ain${input}`;
}
