/** The one key that several kinds of trigger share. */
import { z } from '../../core/schema.ts';

export const whereForm = z.strictObject({
  where: z
    .string()
    .optional()
    .describe('A condition in CEL over what the trigger saw; when it is false, nothing begins')
    .meta({ examples: ['trigger.payload == "single"', 'trigger.body.level > 3'] }),
});
