/** The options that many drivers share: lines, buses, addresses, durations. Each says what is allowed. */
import { duration, interval, unit } from '../config/fields.ts';
import { z } from '../core/schema.ts';
import { formatAddress } from './claim.ts';

export const durationOption = duration;
export const unitOption = unit;
export const rangeOption = interval;

/** A bare number is let through to the check that knows the board, and there told how it is written. */
export const pinOption = z
  .union([z.string().min(1), z.number()], { error: 'write the name of the line, as in GPIO17' })
  .transform(String)
  .describe('The line: GPIO17, pin:11, chip-label/17, or line:NAME as the kernel calls it');

export const biasOption = z
  .enum(['none', 'pull-up', 'pull-down'])
  .optional()
  .describe(
    'The resistor inside the chip that holds the line while nothing drives it; left out: as it is',
  );

export const pwmOptions = {
  chip: z.string().min(1).describe('The chip, as the board file names it: pwmchip0'),
  channel: z.number().int().nonnegative(),
};

export const i2cBusOption = z.string().min(1).describe('The bus, as the board file names it: i2c1');

/** A name or a place: nothing that leads elsewhere in the tree. */
export const kernelDeviceOption = z
  .string()
  .regex(
    /^[\w@.:+-]+(\/[\w@.:+-]+)?$/,
    'write a name, as in lm75, or a bus and a device, as in i2c/1-0048',
  )
  .refine((device) => !/(^|\/)\.+($|\/)/.test(device), 'a device is no relative path');

/** `legal` are the addresses the part can be strapped to; the first one is the default. */
export function i2cAddressOption(legal: readonly [number, ...number[]]): z.ZodType<number> {
  const allowed = legal.map(formatAddress).join(', ');
  return z
    .number()
    .refine((address) => legal.includes(address), {
      error: ({ input }) =>
        `${formatAddress(Number(input))} is none of its addresses: this part can have ${allowed}`,
    })
    .default(legal[0])
    .describe(`7-bit address: ${allowed}`);
}
