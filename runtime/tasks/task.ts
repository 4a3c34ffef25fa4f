/**
 * A task: one durable piece of work, here always a write that somebody asked for.
 *
 *   waiting ──▶ running ──▶ done | failed | refused
 *      │            └─────▶ unknown      (a restart came between)
 *      └──▶ cancelled | missed           (it was to start later)
 */
import { valueSchema } from '../core/reading.ts';
import { receiptSchema } from '../core/receipt.ts';
import { refusalSchema } from '../core/refusal.ts';
import { z } from '../core/schema.ts';

export const taskSchema = z.strictObject({
  id: z.string(),
  state: z.enum([
    'waiting',
    'running',
    'done',
    'failed',
    'refused',
    'cancelled',
    'missed',
    'unknown',
  ]),
  thing: z.string(),
  property: z.string(),
  value: valueSchema,
  forMs: z.number().optional(),
  /** When it is to start, epoch ms; absent = at once. */
  startsAt: z.number().optional(),
  person: z.string(),
  via: z.string(),
  /** A language model chose it for this person. */
  through: z.literal('llm').optional(),
  /** Where its news goes, and in which language. */
  chat: z.string(),
  language: z.enum(['en', 'zh']),
  words: z.string(),
  /** What one sentence asked for has one order; absent in tasks of older versions. */
  order: z.string().optional(),
  /** The task that this one takes back. */
  undoes: z.string().optional(),
  createdAt: z.number(),
  endedAt: z.number().optional(),
  command: z.string().optional(),
  receipt: receiptSchema.optional(),
  refusal: refusalSchema.optional(),
});

export type Task = Readonly<z.infer<typeof taskSchema>>;

/** It sets something going: off and closed are the harmless direction, unless it is only for a while. */
export function isStart({
  value,
  forMs,
}: {
  readonly value: Task['value'];
  readonly forMs?: number | undefined;
}): boolean {
  return forMs !== undefined || (value !== false && value !== 0);
}

export function isOpen({ state }: Task): boolean {
  return state === 'waiting' || state === 'running';
}
