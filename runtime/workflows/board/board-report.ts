/** What a board tells the gateway of its workflows, and of itself: kept there until it can, and taken once. */
import { refusalSchema } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { runSchema, type Run } from '../runs/run.ts';

export const boardReportSchema = z.discriminatedUnion('kind', [
  /** One has begun, or ended. */
  z.strictObject({ kind: z.literal('workflow-run'), run: runSchema }),
  /** What a step wants to have said. */
  z.strictObject({
    kind: z.literal('workflow-notice'),
    workflow: z.string(),
    run: z.string(),
    step: z.string(),
    platform: z.string(),
    channel: z.string().optional(),
    status: z.enum(['done', 'failed']),
    text: z.string(),
  }),
  /** What became due while the board was away, or had no clock. */
  z.strictObject({
    kind: z.literal('workflow-missed'),
    workflow: z.string(),
    /** Epoch ms, oldest first. */
    dues: z.array(z.number()).max(100).readonly(),
    /** Why it could not begin; absent: the board was not there. */
    why: refusalSchema.optional(),
  }),
  /** What it could not keep while it was away. */
  z.strictObject({ kind: z.literal('events-lost'), at: z.number(), count: z.int().positive() }),
]);

export type BoardReport = Readonly<z.infer<typeof boardReportSchema>>;

/** What is said of a step, and no more: a report has to wait on the board, and cross the wire. */
const MOST_TEXT = 500;

export function reportOf(run: Run): BoardReport {
  const steps = Object.fromEntries(
    Object.entries(run.steps).map(([id, { output, items: _, ...step }]) => {
      const text = output?.['text'];
      const said = typeof text === 'string' ? { output: { text: text.slice(0, MOST_TEXT) } } : {};
      return [id, { ...step, ...said }];
    }),
  );
  return { kind: 'workflow-run', run: { ...run, steps } };
}
