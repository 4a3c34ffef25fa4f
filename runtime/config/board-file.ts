/**
 * The form of `boards/<id>/board.yaml`, and of the connectors it may name: files an electrician can
 * check against the silkscreen. Data only.
 */
import { z } from '../core/schema.ts';
import { id } from './fields.ts';

const headerPin = z.strictObject({
  pin: z.number().int().positive().describe('The number printed on the board, from 1'),
  label: z.string().describe('What the silkscreen or the manual calls it'),
  line: z.string().optional().describe('The name of the GPIO line, where it is one'),
});

export const connectorSchema = z.strictObject({
  id,
  title: z.string().describe('What people call it'),
  header: z.array(headerPin).describe('Its pins'),
});

export const boardFileSchema = z.strictObject({
  id: id.describe('The name of its folder'),
  title: z.string().describe('What people call it'),
  simulated: z.boolean().default(false).describe('Its readings are marked as simulated'),
  connector: id.optional().describe('A file of boards/connectors/ that holds the header'),
  header: z.array(headerPin).default([]).describe('Its pins, where no connector has them'),
  reserved: z.record(z.string(), z.string()).default({}).describe('Line → why it must not be used'),
  i2c: z
    .array(
      z.strictObject({
        id: id.describe('What parts call the bus'),
        device: z.string().optional().describe('/dev/i2c-1'),
      }),
    )
    .default([])
    .describe('Its I2C buses'),
  pwm: z
    .array(
      z.strictObject({
        chip: z.string().describe('pwmchip0'),
        channels: z.number().int().positive().max(64).describe('How many, counted from 0'),
      }),
    )
    .default([])
    .describe('Its PWM chips'),
  onewire: z.boolean().default(false).describe('It has a 1-wire bus'),
  plant: z
    .record(id, z.string())
    .default({})
    .describe('The simulated board only: what of the plant hangs where'),
  verified: z
    .strictObject({
      level: z
        .enum(['simulated', 'public-source', 'device-tree', 'vm', 'hardware'])
        .describe('By what'),
      source: z.string().describe('Where it can be looked up'),
      date: z.string().describe('When'),
    })
    .describe('What this file rests on'),
});

export type BoardFile = z.infer<typeof boardFileSchema>;
