/** What somebody wants to happen by itself, as it was understood of a sentence: not yet a workflow. */
import { z } from '../../core/schema.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);

const deedSchema = z.discriminatedUnion('kind', [
  /** @see `set.action.ts` */
  z.strictObject({
    kind: z.literal('set'),
    target: z.string(),
    value: value.optional(),
    change: z.number().optional(),
    for: z.string().optional(),
  }),
  /** Whoever said it is told. */
  z.strictObject({ kind: z.literal('tell'), text: z.string().optional() }),
  z.strictObject({
    kind: z.literal('report'),
    /** As it was called: "daily", 日. */
    called: z.string(),
    /** A channel; absent: whoever said it. */
    to: z.string().optional(),
  }),
]);

export const draftSchema = z.strictObject({
  /** The sentence. */
  words: z.string().max(500),
  /** As `workflows.yaml` writes it. */
  trigger: z.record(z.string(), value),
  deeds: z.array(deedSchema).min(1).max(12),
});

export type Draft = Readonly<z.infer<typeof draftSchema>>;
export type Deed = Draft['deeds'][number];
