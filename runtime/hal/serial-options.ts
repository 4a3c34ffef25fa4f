/** The options of what hangs on a serial port. */
import { z } from '../core/schema.ts';

export const portOption = z
  .string()
  .regex(
    /^(\/\S+|[a-z0-9-]+)$/,
    'a port is one that the board file names, as uart0, or a device, as /dev/ttyUSB0',
  )
  .describe(
    'The port as the board file names it: uart0; or the device: /dev/ttyUSB0. Names of /dev/serial/by-id/ stay when sticks change places',
  );

export const baudOption = z
  .number()
  .int()
  .min(300)
  .max(1_000_000)
  .describe('Bits per second, the same at both ends');

export const parityOption = z.enum(['none', 'even', 'odd']).describe('The same at both ends');

export const stopBitsOption = z
  .union([z.literal(1), z.literal(2)])
  .describe('The same at both ends');
