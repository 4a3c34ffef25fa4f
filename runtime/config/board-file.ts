/**
 * A board as the rest of the program knows it: the files of `boards/` put together, with the chip
 * and offset of every line. It travels in the bundle of a board. How people write it: `board-form.ts`.
 */
import { z } from '../core/schema.ts';
import { busFields } from './board-buses.ts';
import { headerPin } from './connector-file.ts';
import { id } from './fields.ts';

export const verifiedLevels = [
  'simulated',
  'public-source',
  'device-tree',
  'vm',
  'hardware',
] as const;

/** What stands in the file as people write it, and after it was put together. */
export const sharedFields = {
  id: id.describe('The name of its folder'),
  title: z.string().describe('What people call it'),
  simulated: z.boolean().default(false).describe('Its readings are marked as simulated'),
  soc: id.optional().describe('A file of boards/socs/ that knows the chip of each line'),
  match: z
    .strictObject({
      compatible: z
        .array(z.string())
        .default([])
        .describe('Of /proc/device-tree/compatible: what only this board is called'),
      dmi: z
        .array(z.record(z.string(), z.string()))
        .default([])
        .describe('File of /sys/class/dmi/id → how its text begins; all of one entry must fit'),
    })
    .default({ compatible: [], dmi: [] })
    .describe('How `boardtalk board detect` knows it'),
  reserved: z.record(z.string(), z.string()).default({}).describe('Line → why it must not be used'),
  ...busFields,
  accelerators: z
    .array(
      z.strictObject({
        kind: z.enum(['npu', 'tpu', 'gpu']).describe('What it is'),
        title: z.string().describe('Its name and what its maker promises'),
        needs: z.string().describe('What a model needs to run on it'),
      }),
    )
    .default([])
    .describe('What could run a model beside the processor'),
  plant: z
    .record(id, z.string())
    .default({})
    .describe('The simulated board only: what of the plant hangs where'),
  verified: z
    .strictObject({
      level: z.enum(verifiedLevels).describe('By what'),
      source: z.string().describe('Where it can be looked up'),
      date: z.string().describe('When'),
    })
    .describe('What this file rests on'),
};

const line = z.strictObject({
  chip: z.array(z.string()).readonly().describe('Labels of its chip, in the order to look for'),
  offset: z.number().int().nonnegative(),
  also: z.array(z.string()).readonly().exactOptional().describe('What else kernels call it'),
});

export const boardFileSchema = z.strictObject({
  ...sharedFields,
  connector: id.optional(),
  /** The connector's name stands where the board has several: `P9`. */
  header: z.array(headerPin.extend({ connector: z.string().exactOptional() })).default([]),
  /** One for each line of the header; none where the board is simulated. */
  lines: z.record(z.string(), line).default({}),
});

export type BoardFile = z.infer<typeof boardFileSchema>;
