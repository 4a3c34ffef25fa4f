/** A file that goes with an answer: doors that can, show it. */
import { z } from '../core/schema.ts';

export const attachmentSchema = z.strictObject({
  /** `tank-level.png` */
  name: z.string(),
  type: z.enum(['image/png', 'image/jpeg', 'image/svg+xml', 'text/csv']),
  base64: z.string(),
  /** What it shows, for whoever cannot see it. */
  alt: z.string(),
});

export type Attachment = Readonly<z.infer<typeof attachmentSchema>>;
