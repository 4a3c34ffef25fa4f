/** Which bundle: its version, and the hash of what is in it (`bundleHash`). */
import { z } from '../../core/schema.ts';

export const bundleMarkSchema = z.strictObject({
  version: z.number().int().positive(),
  hash: z.string().length(64),
});
export type BundleMark = Readonly<z.infer<typeof bundleMarkSchema>>;
