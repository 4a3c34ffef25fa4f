/** News: what people are told without having just asked. Plain data, kept until delivered; how it is said is the door's business. */
import { attachmentSchema } from '../actions/attachment.ts';
import { readingSchema, valueSchema } from '../core/reading.ts';
import { outcomeSchema } from '../core/receipt.ts';
import { refusalSchema } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { FEATURES } from '../inference/anomaly/window-features.ts';

const address = { thing: z.string(), property: z.string() };

const words = z.strictObject({ en: z.string(), zh: z.string() });

export const alertNewsSchema = z.strictObject({
  /** `taken`: somebody looks after it. */
  phase: z.enum(['began', 'still', 'taken', 'over']),
  /** `cpu` */
  name: z.string(),
  title: words,
  why: words,
  /** Since when it is too high, epoch ms. */
  since: z.number(),
  overAt: z.number().optional(),
  /** How often it came and went. */
  times: z.number(),
  /** Id of who looks after it. */
  by: z.string().optional(),
  /** How it was before. */
  curve: z
    .strictObject({
      unit: z.string(),
      points: z.array(z.strictObject({ at: z.number(), value: z.number() })).min(1),
    })
    .optional(),
});

export type AlertNews = Readonly<z.infer<typeof alertNewsSchema>>;
/** A question that waits for a yes no more, and not because of one; or it got one, and is planned. */
const questionEndSchema = z.strictObject({
  kind: z.literal('question-ended'),
  ...address,
  words: z.string(),
  /** `order`, `stop`: that was said instead of an answer. */
  how: z.enum(['no', 'order', 'stop', 'silence', 'restart', 'planned']),
  /** As with `confirmed`; absent: nobody. */
  by: z.string().optional(),
  via: z.string().optional(),
  startsAt: z.number().optional(),
});

export type QuestionEnd = Readonly<z.infer<typeof questionEndSchema>>;

export const newsSchema = z.discriminatedUnion('kind', [
  /** What was learned to be usual is not what it does now; or is again. */
  z.strictObject({
    kind: z.literal('unusual'),
    ...address,
    score: z.number(),
    usual: z.number(),
    /** The past it was learned from, epoch ms. */
    from: z.number(),
    to: z.number(),
    isOver: z.boolean(),
    cause: z.strictObject({ feature: z.enum(FEATURES), isMore: z.boolean() }),
    /** Its last day in one line. */
    curve: z.string(),
  }),
  /** "For ten minutes" is over. */
  z.strictObject({
    kind: z.literal('run-ended'),
    ...address,
    forMs: z.number(),
    outcome: outcomeSchema,
  }),
  /** An interlock brought it back to its safe value. */
  z.strictObject({
    kind: z.literal('forced'),
    ...address,
    why: refusalSchema,
    outcome: outcomeSchema,
  }),
  /** A restart cut a timed run short. `now` is what is true afterwards. */
  z.strictObject({
    kind: z.literal('interrupted'),
    ...address,
    value: valueSchema,
    leftMs: z.number(),
    safeSince: z.number().optional(),
    /** It was no restart, but a new configuration. */
    rewired: z.literal(true).optional(),
    now: readingSchema,
    /** The words that asked for it, to be offered again. */
    words: z.string(),
  }),
  /** A restart brought back what this person had left in another value. */
  z.strictObject({
    kind: z.literal('reset'),
    ...address,
    value: valueSchema,
    now: valueSchema,
  }),
  /** A restart came between the order and its outcome. */
  z.strictObject({
    kind: z.literal('unknown'),
    ...address,
    value: valueSchema,
    now: readingSchema,
    words: z.string(),
  }),
  /** Something that was to start later has run, or could not. */
  z.strictObject({
    kind: z.literal('planned'),
    ...address,
    words: z.string(),
    outcome: outcomeSchema,
  }),
  /** It was asked for before a restart, or somebody else asked for something newer. */
  z.strictObject({
    kind: z.literal('ended'),
    ...address,
    words: z.string(),
    outcome: outcomeSchema,
  }),
  /** A board that had gone silent has told at last how an order ended. */
  z.strictObject({
    kind: z.literal('late'),
    ...address,
    words: z.string(),
    status: z.enum(['done', 'failed', 'refused']),
    measured: valueSchema.nullable(),
    /** By the board's clock. */
    measuredAt: z.number(),
  }),
  /** What was asked for here was confirmed elsewhere, and has ended. */
  z.strictObject({
    kind: z.literal('confirmed'),
    ...address,
    words: z.string(),
    /** The person; with `via`, whoever had asked said so themselves, at that door. */
    by: z.string(),
    via: z.string().optional(),
    outcome: outcomeSchema,
  }),
  questionEndSchema,
  z.strictObject({
    kind: z.literal('missed'),
    ...address,
    words: z.string(),
    startsAt: z.number(),
  }),
  /** A timer has run out; it belongs to no thing. */
  z.strictObject({
    kind: z.literal('timer-over'),
    name: z.string().optional(),
    lengthMs: z.number(),
    endsAt: z.number(),
  }),
  /** What is wrong with the node itself, or is right again: all that came up within a while, in one. */
  z.strictObject({ kind: z.literal('alerts'), alerts: z.array(alertNewsSchema) }),
  /** What a workflow wants to have said, or how it ended. */
  z.strictObject({
    kind: z.literal('notice'),
    /** Of the workflow. */
    name: z.string(),
    isFailure: z.boolean(),
    text: z.string(),
    /** The charts of a report. */
    pictures: z.array(attachmentSchema).readonly().optional(),
  }),
]);

export type News = Readonly<z.infer<typeof newsSchema>>;
