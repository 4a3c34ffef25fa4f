/** The JSON that other programs rely on, as far as the tests look into it. */
import { z } from '../../runtime/core/schema.ts';

const receiptSchema = z.looseObject({
  thing: z.string(),
  property: z.string(),
  requested: z.unknown(),
  measured: z.unknown(),
  evidence: z.string(),
  at: z.number(),
  journal: z.number(),
});

export const readingSchema = z.strictObject({
  thing: z.string(),
  property: z.string(),
  value: z.unknown(),
  unit: z.string().optional(),
  quality: z.string(),
  at: z.number(),
  fault: z.string().optional(),
  /** What gives it was asked since and did not answer. */
  unanswered: z.looseObject({ ageMs: z.number() }).optional(),
});

export const chatSchema = z.strictObject({
  reply: z.string(),
  tasks: z.array(z.string()),
  receipts: z.array(receiptSchema),
  confirm: z.looseObject({ token: z.string(), question: z.string() }).optional(),
  suggestions: z.array(z.string()).optional(),
  /** A loaded node tells of an alert with the reply, and shows its curve. */
  attachments: z.array(z.looseObject({ alt: z.string() })).optional(),
  /** What did not come about, or waits. */
  error: z.looseObject({ code: z.string() }).optional(),
});

export const refusedSchema = z.looseObject({
  ok: z.literal(false),
  error: z.looseObject({
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    interlock: z.string().optional(),
    reading: z
      .looseObject({ thing: z.string(), property: z.string(), value: z.unknown() })
      .optional(),
  }),
  receipt: receiptSchema.optional(),
});

export const doneSchema = z.strictObject({
  ok: z.literal(true),
  task: z.string(),
  receipt: receiptSchema,
});

/** Something that a chat is told without having asked. */
export const chatNoteSchema = z.looseObject({
  text: z.string(),
  tasks: z.array(z.string()).default([]),
  receipt: z.unknown().optional(),
});

export type HeardNote = z.infer<typeof chatNoteSchema>;

export type HeardReply = z.infer<typeof chatSchema>;
