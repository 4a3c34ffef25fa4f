/** The form of `boards/connectors/<id>.yaml`: a header that several boards share, pin by pin. */
import { z } from '../core/schema.ts';
import { id } from './fields.ts';

export const headerPin = z.strictObject({
  pin: z.number().int().positive().describe('The number printed on the board, from 1'),
  label: z.string().describe('What the silkscreen or the manual calls it'),
  line: z.string().optional().describe('The name of the GPIO line, where it is one'),
});

export const connectorSchema = z.strictObject({
  id: id.describe('The name of its file'),
  title: z.string().describe('What people call it'),
  header: z.array(headerPin).describe('Its pins'),
});
