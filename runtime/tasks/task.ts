/**
 * A task: one durable piece of work. What it does is a write of one property, or an action of the
 * catalogue that takes its time.
 *
 *   queued ──▶ running ──▶ done | failed | refused
 *    │  ▲  ◀──────┤  └───▶ unknown        (a restart came between, and nobody saw how it went)
 *    │  │         ▼
 *    │  └───── waiting                    (for its time, a yes, or a board; `waitsFor`)
 *    └────────────┴─────▶ cancelled | expired
 *
 * `queue/task-queue.ts` moves them, and has the invariants.
 */
import { valueSchema } from '../core/reading.ts';
import { receiptSchema } from '../core/receipt.ts';
import { refusalSchema } from '../core/refusal.ts';
import { z } from '../core/schema.ts';

/** The most urgent first. */
export const LEVELS = ['safety', 'interactive', 'workflow', 'background'] as const;

/** Somebody who hears what comes of a task. */
const subscriberSchema = z.strictObject({
  person: z.string(),
  /** The door: `cli`, `web`, `telegram` … */
  platform: z.string(),
  chat: z.string(),
  language: z.enum(['en', 'zh']),
});

export const taskStateSchema = z.enum([
  'queued',
  'running',
  'waiting',
  'done',
  'failed',
  'refused',
  'cancelled',
  'expired',
  'unknown',
]);

/** What every task has, whatever it does. */
const commonShape = {
  id: z.string(),
  state: taskStateSchema,
  level: z.enum(LEVELS),
  /** Of one that waits. */
  waitsFor: z.enum(['time', 'approval', 'board']).optional(),
  /** When it stops waiting by itself, epoch ms: the next attempt, the end of a question. Plans have `startsAt`. */
  waitsUntil: z.number().optional(),
  /** When it is to start, epoch ms; absent = at once. */
  startsAt: z.number().optional(),
  /** Begun by then or never, epoch ms. */
  deadline: z.number().optional(),
  /** How often it was begun. */
  attempt: z.number().int().optional(),
  /** Who carries it out, and until when that counts, epoch ms. Only while it runs. */
  lease: z.strictObject({ owner: z.string(), until: z.number() }).optional(),
  /** Asked for again with the same key, it is this task, unless that moved nothing. */
  key: z.string().optional(),
  /** The run in whose course it was asked for: what has not begun is called off with it. */
  parent: z.string().optional(),
  person: z.string(),
  via: z.string(),
  /** A language model chose it for this person. */
  through: z.literal('llm').optional(),
  /** Where its news goes, and in which language. */
  chat: z.string(),
  language: z.enum(['en', 'zh']),
  /** Who hears of it besides; default: `person` in `chat`. */
  subscribers: z.array(subscriberSchema).optional(),
  words: z.string(),
  /** Somebody else said yes to it: it stands in the journal beside the words. */
  confirmedBy: z.string().optional(),
  /** What one sentence asked for has one order; absent in tasks of older versions. */
  order: z.string().optional(),
  /** How many tasks its order has. Absent: one, or it is of an older version. */
  orderSize: z.number().int().optional(),
  createdAt: z.number(),
  endedAt: z.number().optional(),
  refusal: refusalSchema.optional(),
};

const writeTaskSchema = z.strictObject({
  kind: z.literal('write'),
  ...commonShape,
  thing: z.string(),
  property: z.string(),
  value: valueSchema,
  forMs: z.number().optional(),
  /** The task that this one takes back. */
  undoes: z.string().optional(),
  command: z.string().optional(),
  receipt: receiptSchema.optional(),
});

const actionTaskSchema = z.strictObject({
  kind: z.literal('action'),
  ...commonShape,
  /** Of the catalogue. */
  action: z.string(),
  /** As it was when it was asked for. */
  role: z.enum(['viewer', 'operator', 'technician', 'admin']),
  areas: z.array(z.string()).readonly().optional(),
  args: z.unknown(),
  /** What was answered. */
  text: z.string().optional(),
});

export const taskSchema = z.discriminatedUnion('kind', [writeTaskSchema, actionTaskSchema]);

export type Task = Readonly<z.infer<typeof taskSchema>>;
export type WriteTask = Readonly<z.infer<typeof writeTaskSchema>>;
export type ActionTask = Readonly<z.infer<typeof actionTaskSchema>>;
export type Subscriber = Readonly<z.infer<typeof subscriberSchema>>;
export type Level = Task['level'];

export function isWrite(task: Task): task is WriteTask {
  return task.kind === 'write';
}

/** It sets something going: off and closed are the harmless direction, unless it is only for a while. */
export function isStart({
  value,
  forMs,
}: {
  readonly value: WriteTask['value'];
  readonly forMs?: number | undefined;
}): boolean {
  return forMs !== undefined || (value !== false && value !== 0);
}

/** It was asked, and nobody has said yes or no. */
export function awaitsYes({ state, waitsFor }: Pick<Task, 'state' | 'waitsFor'>): boolean {
  return state === 'waiting' && waitsFor === 'approval';
}

/** "At six": it waits for its time. */
export function isPlanned({ state, waitsFor }: Pick<Task, 'state' | 'waitsFor'>): boolean {
  return state === 'waiting' && waitsFor === 'time';
}

/** It has ended without having moved anything: asked for again, it is begun anew. */
export function movedNothing({ state }: Pick<Task, 'state'>): boolean {
  return state === 'refused' || state === 'cancelled' || state === 'expired';
}

export function isOpen({ state }: Pick<Task, 'state'>): boolean {
  return state === 'queued' || state === 'waiting' || state === 'running';
}
