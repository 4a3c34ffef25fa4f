/** The form of `boards/<id>/board.yaml`: a file an electrician can check against the silkscreen. Data only. */
import { z } from '../core/schema.ts';
import { id } from './fields.ts';

const headerPin = z.strictObject({
  pin: z.number().int().positive(),
  label: z.string(),
  line: z.string().optional(),
});

export const boardFileSchema = z.strictObject({
  id,
  title: z.string(),
  simulated: z.boolean().default(false),
  connector: id.optional().describe('A file of boards/connectors/ that holds the header'),
  header: z.array(headerPin).default([]),
  reserved: z.record(z.string(), z.string()).default({}).describe('Line → why it must not be used'),
  i2c: z.array(z.strictObject({ id, device: z.string().optional() })).default([]),
  pwm: z
    .array(z.strictObject({ chip: z.string(), channels: z.number().int().positive() }))
    .default([]),
  onewire: z.boolean().default(false),
  /** The simulated board only: what of the plant hangs on which line, channel or chip. */
  plant: z.record(id, z.string()).default({}),
  verified: z.strictObject({
    level: z.enum(['simulated', 'public-source', 'device-tree', 'vm', 'hardware']),
    source: z.string(),
    date: z.string(),
  }),
});

export type BoardFile = z.infer<typeof boardFileSchema>;
