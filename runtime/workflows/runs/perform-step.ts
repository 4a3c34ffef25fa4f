/** What one step does: once, or for each entry of a list; with its params filled, within its time. */
import { errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Output, StepContext, StepOutcome } from '../step-action.ts';
import { fillTemplate } from '../../config/form/template.ts';
import type { Step } from '../workflow.ts';
import type { StepRunner } from './step-runner.ts';

export interface Performance {
  readonly step: Step;
  readonly context: StepContext;
  readonly trigger: unknown;
  readonly steps: StepRunner;
  readonly clock: Clock;
  /** A restart cut it short: what may have moved something is looked up, and not done again. */
  readonly isResumed: boolean;
  /** Of `for_each`: what was given so far. */
  readonly items: readonly Output[];
  /** Durable when it resolves. */
  readonly keepItems: (items: readonly Output[]) => Promise<void>;
  /** Somebody ended the run, or the node stops: what has not begun never does. */
  readonly isOver: () => boolean;
}

/** `unknown`: nobody can tell whether it moved something. `ended`: between two entries of a list. */
export type Performed = StepOutcome | 'unknown' | 'ended';

const MOST_ITEMS = 1_000;

export async function performStep(given: Performance): Promise<Performed> {
  const { step, context, trigger } = given;
  const values = { ...context.outputs, trigger };
  if (step.forEach === undefined) return once(given, values);
  const list = fillTemplate(step.forEach, values);
  if (!Array.isArray(list))
    return refused('WORKFLOW_PARAMS', `for_each of "${step.id}" got no list`);
  if (list.length > MOST_ITEMS)
    return refused('WORKFLOW_TOO_MANY_ITEMS', `"${step.id}" got ${String(list.length)} entries`);
  return forEach(given, values, list);
}

async function forEach(
  given: Performance,
  values: Readonly<Record<string, unknown>>,
  list: readonly unknown[],
): Promise<Performed> {
  const isRead = given.steps.kindOf(given.step.action) === 'read';
  const items = [...given.items];
  while (items.length < list.length) {
    if (given.isOver()) return 'ended';
    const index = items.length;
    const isResumed = given.isResumed && index === given.items.length;
    const { context } = given;
    const own = { ...context, step: `${context.step}.${String(index)}` };
    const outcome = await once(
      { ...given, isResumed, context: own },
      { ...values, item: list[index] },
    );
    if (typeof outcome === 'string' || !outcome.ok) return outcome;
    items.push('output' in outcome ? outcome.output : {});
    // What only reads is done again after a restart, all of it.
    if (!isRead) await given.keepItems(items);
  }
  return { ok: true, output: { items, count: items.length } };
}

async function once(
  { step, context, steps, clock, isResumed }: Performance,
  values: Readonly<Record<string, unknown>>,
): Promise<Performed> {
  const isWrite = steps.kindOf(step.action) === 'write';
  if (isResumed && isWrite) {
    const before = await steps.recover(step.action, context);
    if (before !== 'none') return before;
  }
  const params = fillTemplate(step.params, values);
  const limit = new AbortController();
  const signal = AbortSignal.any([context.signal, limit.signal]);
  try {
    const work = steps.run(step.action, params, { ...context, signal });
    const outcome = await within(clock, step.timeoutMs, work);
    if (outcome !== undefined) return outcome;
    limit.abort();
    return isWrite
      ? await endOf(steps, step.action, context)
      : refused('WORKFLOW_TIMEOUT', `"${step.id}" took too long`);
  } catch (error) {
    const message = `"${step.id}" broke: ${errorMessage(error)}`;
    return isWrite ? 'unknown' : refused('WORKFLOW_STEP_BROKEN', message);
  }
}

/** It may end well all the same: a task has its own deadline, and is waited for until then. */
async function endOf(steps: StepRunner, action: string, context: StepContext): Promise<Performed> {
  const end = await steps.recover(action, context);
  return end === 'none' ? 'unknown' : end;
}

function refused(code: Parameters<typeof refuseWorkflow>[0], message: string): StepOutcome {
  return { ok: false, refusal: refuseWorkflow(code, message) };
}
