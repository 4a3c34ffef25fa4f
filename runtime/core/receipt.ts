/** What was measured after a write, and how a write ended. "Done" is never said without a receipt. */
import { pinTestSchema } from './pin-test.ts';
import { readingSchema, valueSchema } from './reading.ts';
import { refusalSchema } from './refusal.ts';
import { z } from './schema.ts';

/**
 * `sensor` an independent reading agrees · `latch` the output register was read back · `report` the
 * device that was told says so itself · `none` nothing of these.
 */
export const evidenceSchema = z.enum(['sensor', 'latch', 'report', 'none']);
export type Evidence = z.infer<typeof evidenceSchema>;

export const receiptSchema = z.strictObject({
  /** The command, or the rule's own write, that this answers. */
  command: z.string(),
  board: z.string(),
  thing: z.string(),
  property: z.string(),
  requested: valueSchema,
  /** What the evidence says the property now is; null when it says nothing clear. */
  measured: valueSchema.nullable(),
  unit: z.string().optional(),
  evidence: evidenceSchema,
  /** When it was measured, epoch ms. */
  at: z.number(),
  /** Where the journal has it: the number of the intent, whose outcome carries the same command id. */
  journal: z.number().int(),
  /** The independent reading behind `sensor`, or behind a contradiction, or one that could not tell. */
  proof: z
    .strictObject({ thing: z.string(), property: z.string(), reading: readingSchema })
    .optional(),
  /** Set when a rule of the site asked for the write and no person did. */
  rule: z.string().optional(),
  /** For "for ten minutes": when the board will undo it, epoch ms. */
  until: z.number().optional(),
  /** Of the test of a line: what was measured. */
  pinTest: pinTestSchema.optional(),
});
export type Receipt = Readonly<z.infer<typeof receiptSchema>>;

/** `refused`: nothing was written. `failed`: it was written, and the world says otherwise or gave no answer. */
export const outcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('done'), receipt: receiptSchema }),
  z.strictObject({ status: z.literal('refused'), refusal: refusalSchema }),
  z.strictObject({
    status: z.literal('failed'),
    refusal: refusalSchema,
    receipt: receiptSchema.optional(),
  }),
]);
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>;
