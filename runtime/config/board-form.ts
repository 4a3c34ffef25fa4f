/**
 * The form of `boards/<id>/board.yaml`: a file an electrician can check against the silkscreen.
 * `load-board-file.ts` puts it together with its SoC and connectors. Data only.
 */
import { z } from '../core/schema.ts';
import { sharedFields } from './board-file.ts';
import { headerPin } from './connector-file.ts';
import { id } from './fields.ts';

const placedConnector = z.strictObject({
  form: id.describe('A file of boards/connectors/'),
  lines: z
    .record(z.string(), z.string())
    .default({})
    .describe('Line of the connector’s file → line of the SoC, where the names differ'),
});

export const boardFormSchema = z.strictObject({
  ...sharedFields,
  connector: id.optional().describe('A file of boards/connectors/ that holds the header'),
  connectors: z
    .record(
      z.string().regex(/^\w+$/, 'letters and digits, as printed on the board'),
      placedConnector,
    )
    .default({})
    .describe('The same for a board with several: its name on the board → what it is'),
  header: z.array(headerPin).default([]).describe('Its pins, where no connector has them'),
  also: z
    .record(z.string(), z.array(z.string()).min(1))
    .default({})
    .describe('Line → what else kernels call it: the gpio-line-names of its device tree'),
});

export type BoardForm = z.infer<typeof boardFormSchema>;
