/** What was measured when a technician tried a line of a board: which way it went before and after, and what it did between. */
import { z } from './schema.ts';

/** `wiggle` it is driven to and fro · `watch` it is listened to. */
export const pinTestKindSchema = z.enum(['wiggle', 'watch']);
export type PinTestKind = z.infer<typeof pinTestKindSchema>;

/** Levels are electrical: true is high. */
const standSchema = z.strictObject({ direction: z.enum(['in', 'out']), level: z.boolean() });
export type PinStand = z.infer<typeof standSchema>;

export const pinTestSchema = z.strictObject({
  line: z.string(),
  kind: pinTestKindSchema,
  /** `stopped` by somebody, or because the node stops · `driven` somebody else drives it · `lost` its chip is gone. */
  ended: z.enum(['done', 'stopped', 'driven', 'lost']),
  /** By the monotonic clock. */
  lastedMs: z.number(),
  before: standSchema,
  /** How it was left, read back; null where it could not be read any more. */
  after: standSchema.nullable(),
  /** `wiggle`: each level that was driven, and what was read back shortly after. */
  levels: z.array(z.strictObject({ atMs: z.number(), driven: z.boolean(), read: z.boolean() })),
  /** `watch`, and what was heard before a `wiggle`: how many edges. */
  edges: z.number().int(),
  /** By their numbers: edges that the kernel saw and did not tell. */
  lost: z.number().int(),
  /** From the first edge to the last, by the time stamps of the edges; 0 with less than two. */
  spanMs: z.number(),
});

export type PinTest = Readonly<z.infer<typeof pinTestSchema>>;
