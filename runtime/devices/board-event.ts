/** What a board did without being asked at that moment, as plain data: it crosses the mesh, and waits in a store until it is heard. */
import { valueSchema } from '../core/reading.ts';
import { outcomeSchema } from '../core/receipt.ts';
import { refusalSchema } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { ForcedWrite } from './interlock-watch.ts';
import type { Interruption, Reset } from './recovery.ts';
import { timedRunSchema, type EndedRun } from './timed-runs.ts';

export const boardEventSchema = z.discriminatedUnion('kind', [
  /** A timed run came to its end. */
  z.strictObject({ kind: z.literal('run-ended'), run: timedRunSchema, outcome: outcomeSchema }),
  /** A rule brought something back to its safe value. */
  z.strictObject({
    kind: z.literal('forced'),
    thing: z.string(),
    property: z.string(),
    why: refusalSchema,
    outcome: outcomeSchema,
  }),
  /** A restart brought back what a person had left in another value. */
  z.strictObject({
    kind: z.literal('reset'),
    thing: z.string(),
    property: z.string(),
    /** What it was told to be. */
    value: valueSchema,
    now: valueSchema,
  }),
  /** A restart cut a timed run short. */
  z.strictObject({
    kind: z.literal('interrupted'),
    run: timedRunSchema,
    /** What the output register held before the start touched it. */
    found: valueSchema.nullable(),
    /** When the helper outside the process made it safe; absent when it did not. */
    safeSince: z.number().optional(),
    /** It was no restart, but a new configuration. */
    rewired: z.literal(true).optional(),
  }),
]);

export type BoardEvent = Readonly<z.infer<typeof boardEventSchema>>;

export function runEnded({ run, outcome }: EndedRun): BoardEvent {
  return { kind: 'run-ended', run, outcome };
}

export function forced({ actuator, why, outcome }: ForcedWrite): BoardEvent {
  return { kind: 'forced', ...actuator.property.address, why, outcome };
}

export function reset(found: Reset): BoardEvent {
  return { kind: 'reset', ...found };
}

export function interrupted(interruption: Interruption): BoardEvent {
  return { kind: 'interrupted', ...interruption };
}
