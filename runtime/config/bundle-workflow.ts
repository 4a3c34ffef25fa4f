/**
 * A workflow as it travels to the board that runs it: checked on the gateway, plain data, durations in
 * ms. The board compiles its conditions and fills its params, and needs neither YAML nor a cron parser.
 */
import { z } from '../core/schema.ts';
import { id } from './fields.ts';

const durationMs = z.number().nonnegative();
const word = z.string().min(1).max(64);
const numbers = z.array(z.number().int().nonnegative()).readonly();

const cron = z.strictObject({
  kind: z.literal('cron'),
  expression: z.string(),
  fields: z.strictObject({
    minutes: numbers,
    hours: numbers,
    days: numbers,
    months: numbers,
    weekdays: numbers,
  }),
  timezone: z.string().optional(),
  missed: z.enum(['skip', 'once', 'all']),
  graceMs: durationMs,
});

const reading = z.strictObject({
  kind: z.literal('reading'),
  reading: z.strictObject({ thing: id, property: id }),
  crossing: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('above'), limit: z.number() }),
    z.strictObject({ kind: z.literal('below'), limit: z.number() }),
    z.strictObject({ kind: z.literal('is'), value: z.boolean() }),
  ]),
  forMs: durationMs,
  hysteresis: durationMs,
});

const edge = z.strictObject({
  kind: z.literal('edge'),
  edge: z.strictObject({ thing: id, property: id }),
  direction: z.enum(['rising', 'falling', 'both']),
});

const follows = z.strictObject({
  kind: z.literal('workflow'),
  name: word,
  ended: z.enum(['done', 'failed', 'any']),
});

const step = z.strictObject({
  id: word,
  action: word,
  dependsOn: z.array(word).readonly(),
  /** CEL. */
  when: z.string().optional(),
  /** With `{{path}}` in its texts. */
  params: z.record(z.string(), z.json()),
  forEach: z.union([z.string(), z.array(z.json())]).optional(),
  retry: z.strictObject({ times: z.number(), waitMs: durationMs }).optional(),
  timeoutMs: durationMs,
  isFatal: z.boolean(),
});

export const bundleWorkflowSchema = z.strictObject({
  name: word,
  title: z.string(),
  version: z.string(),
  trigger: z.discriminatedUnion('kind', [cron, reading, edge, follows]),
  notify: z.array(z.string()).readonly(),
  steps: z.array(step).readonly(),
});

export type BundleWorkflow = Readonly<z.infer<typeof bundleWorkflowSchema>>;
