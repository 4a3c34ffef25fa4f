/** The buses of a board as its file tells them: what the kernel calls each, on which pins, and what turns it on. */
import { z } from '../core/schema.ts';
import { id } from './fields.ts';

/** What every bus may say of itself. */
const bus = {
  pins: z
    .array(z.string())
    .default([])
    .describe('The lines it takes: while a part uses the bus, no part may use these'),
  enable: z
    .string()
    .optional()
    .describe('What turns it on, as LINE in FILE or a sentence; absent: it is always there'),
};

const i2c = z.strictObject({
  id: id.describe('What parts call the bus: i2c1'),
  device: z.string().optional().describe('/dev/i2c-1'),
  ...bus,
});

const spi = z.strictObject({
  id: z
    .string()
    .regex(/^spi\d+-\d+$/, 'write the bus and its chip select, as in spi0-0')
    .describe('What parts call the bus and its chip select: spi0-0'),
  device: z.string().describe('/dev/spidev0.0'),
  ...bus,
});

const serial = z.strictObject({
  id: id.describe('What parts call the port: uart0'),
  device: z.string().describe('/dev/serial0'),
  ...bus,
});

const pwm = z.strictObject({
  chip: z.string().describe('What parts call the chip: pwmchip0'),
  channels: z.number().int().positive().max(64).describe('How many, counted from 0'),
  device: z
    .string()
    .optional()
    .describe('The kernel’s device behind it, as fe20c000.pwm: numbers of chips move'),
  ...bus,
});

const onewire = z.union([
  z.boolean(),
  z.strictObject({ pins: bus.pins, enable: bus.enable.describe('What turns it on') }),
]);

export const busFields = {
  i2c: z.array(i2c).default([]).describe('Its I2C buses'),
  spi: z.array(spi).default([]).describe('Its SPI buses, one entry for each chip select'),
  serial: z.array(serial).default([]).describe('Its serial ports'),
  pwm: z.array(pwm).default([]).describe('Its PWM chips'),
  onewire: onewire.default(false).describe('It has a 1-wire bus, or what turns it on'),
};
