/**
 * A run: one execution of a workflow.
 *
 *   run   running ──▶ done | failed | cancelled
 *            └─────▶ unknown           (a restart came between a write and its outcome)
 *
 *   step  queued ──▶ running ──▶ done | failed | unknown
 *            │        │  ▲ └──▶ waiting    (a retry, a yes or an answer of people, a time)
 *            │        └──┘
 *            └─────▶ skipped | cancelled
 *
 * Invariants, held by `run-execution.ts` and proven by killing it at every durable write:
 *
 * - That a step runs is on disk before it acts, and how it ended before the next one begins.
 * - What may have moved something is never done twice: cut short by a restart, its outcome is looked up,
 *   and where nobody knows it, the run ends as unknown and people are told.
 * - What only reads is done again.
 */
import { createId } from '../../core/ids.ts';
import { refusalSchema } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { questionSchema, YES_OR_NO } from '../question.ts';
import type { Workflow } from '../workflow.ts';

const stepStateSchema = z.enum([
  'queued',
  'running',
  'waiting',
  'done',
  'failed',
  'skipped',
  'cancelled',
  'unknown',
]);

const stepRunSchema = z.strictObject({
  state: stepStateSchema,
  /** From 1; 0 before the first. */
  attempt: z.number(),
  /** Of its newest attempt, or entry of a list. */
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** Of a waiting one: until when, epoch ms. */
  until: z.number().optional(),
  /** What it waits for. */
  waitsFor: z.enum(['retry', 'approval', 'answer', 'time']).optional(),
  /** Of one that waits for an answer. */
  question: questionSchema.optional(),
  /** Who said yes. */
  approvedBy: z.string().optional(),
  /** What later steps can name. Absent where it was too large to keep: then it is made again. */
  output: z.record(z.string(), z.unknown()).optional(),
  /** Of a `for_each` that writes: what was given for each entry so far, without its lists and rows. */
  items: z.array(z.record(z.string(), z.unknown())).optional(),
  refusal: refusalSchema.optional(),
});

export const runSchema = z.strictObject({
  id: z.string(),
  workflow: z.string(),
  /** That runs it, where that is not this node's own. */
  board: z.string().optional(),
  /** Of the workflow that it began with. */
  version: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'unknown']),
  /** Why it began, and what the trigger saw: `{ kind: 'cron', at }`. */
  trigger: z.looseObject({ kind: z.string() }),
  /** Who started it, and where; absent: nobody did. */
  asked: z
    .strictObject({ person: z.string(), chat: z.string(), language: z.enum(['en', 'zh']) })
    .optional(),
  /** Who ended it before its time. */
  cancelledBy: z.string().optional(),
  steps: z.record(z.string(), stepRunSchema),
  /** Of one that has ended: the workflows that followed it then. */
  followers: z.array(z.string()).optional(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
});

export type Run = Readonly<z.infer<typeof runSchema>>;
export type StepRun = Readonly<z.infer<typeof stepRunSchema>>;

/** One that begins now: all its steps are yet to come. */
export function newRun(
  { name, version, steps }: Pick<Workflow, 'name' | 'version' | 'steps'>,
  { id, trigger, asked }: { id?: string } & Pick<Run, 'trigger' | 'asked'>,
  now: number,
): Run {
  return {
    id: id ?? createId('run', now),
    workflow: name,
    version,
    state: 'running',
    trigger,
    ...(asked === undefined ? {} : { asked }),
    steps: Object.fromEntries(steps.map((step) => [step.id, { state: 'queued', attempt: 0 }])),
    startedAt: now,
  };
}

/** What started a run that moves nothing. */
export const DRY_RUN = 'dry-run';

/** Nobody is asked for what is not done: it goes on as if each approval had been given. */
export function newDryRun(
  workflow: Pick<Workflow, 'name' | 'version' | 'steps'>,
  now: number,
): Run {
  const run = newRun(workflow, { trigger: { kind: DRY_RUN } }, now);
  const approved = workflow.steps
    .filter(({ approval }) => approval !== undefined)
    .map(({ id }) => [id, { state: 'queued', attempt: 0, approvedBy: DRY_RUN }] as const);
  return { ...run, steps: { ...run.steps, ...Object.fromEntries(approved) } };
}

export function isOpenRun({ state }: Run): boolean {
  return state === 'running';
}

/** Started from outside, as often as somebody likes: one such run of a workflow at a time, and the others wait for it. */
export function takesTurns({ trigger: { kind } }: Run): boolean {
  return TAKING_TURNS.has(kind);
}

const TAKING_TURNS: ReadonlySet<string> = new Set(['edge', 'event', 'phrase', 'webhook', 'mqtt']);

export function isOpenStep({ state }: StepRun): boolean {
  return state === 'queued' || state === 'running' || state === 'waiting';
}

/** The step that has waited longest for people: they are asked about one at a time. */
export function askingStep({ steps }: Run): string | undefined {
  const asking = Object.entries(steps).filter(
    // One that ended while it waited waits no more.
    ([, { state, waitsFor }]) => state === 'waiting' && isForPeople(waitsFor),
  );
  const [first] = asking.sort(
    ([, one], [, other]) => (one.startedAt ?? 0) - (other.startedAt ?? 0),
  );
  return first?.[0];
}

/** What can be said to the step that waits for people. */
export function choicesOf(run: Run): readonly string[] {
  return run.steps[askingStep(run) ?? '']?.question?.choices ?? YES_OR_NO;
}

function isForPeople(waitsFor: StepRun['waitsFor']): boolean {
  return waitsFor === 'approval' || waitsFor === 'answer';
}

/** What began it, for the journal. */
export function causeOf({ trigger, asked }: Run): string {
  switch (trigger.kind) {
    case 'cron':
      return 'by the clock';
    case 'reading':
      return `because ${String(trigger['reading'])} was ${String(trigger['value'])}`;
    case 'edge':
      return `because ${String(trigger['reading'])} became ${String(trigger['value'])}`;
    case 'event':
      return `because of ${String(trigger['event'])}`;
    case 'phrase':
      return `because ${asked?.person ?? 'somebody'} said “${String(trigger['phrase'])}”`;
    case 'webhook':
      return 'by a webhook';
    case 'mqtt':
      return `because ${String(trigger['client'])} published ${String(trigger['topic'])}`;
    case 'workflow':
      return `after ${String(trigger['workflow'])}`;
    default:
      return asked === undefined ? 'started by nobody' : `started by ${asked.person}`;
  }
}
