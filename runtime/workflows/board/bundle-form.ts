/** A workflow on its way to the board that runs it: plain data there, conditions and placeholders compiled again on arrival. */
import type { BundleWorkflow } from '../../config/bundle-workflow.ts';
import { parseTemplate } from '../../config/form/template.ts';
import { isMap } from '../../config/form/value-at.ts';
import { z } from '../../core/schema.ts';
import { isConditionMistake, parseCondition, type Condition } from '../condition.ts';
import { ancestorsOf } from '../graph.ts';
import type { Step, Workflow } from '../workflow.ts';

type BundleStep = BundleWorkflow['steps'][number];
type BundleTrigger = BundleWorkflow['trigger'];

const paramsSchema = z.record(z.string(), z.json());
/** Written out, or a placeholder for one. */
const listSchema = z.union([z.string(), z.array(z.json())]);

/** By board, what it runs: those that are armed, and start by something that the board itself sees. */
export function bundleWorkflows(
  workflows: readonly Workflow[],
): ReadonlyMap<string, readonly BundleWorkflow[]> {
  const all = new Map<string, readonly BundleWorkflow[]>();
  for (const workflow of workflows) {
    const { on } = workflow;
    const form = on === undefined ? undefined : toBundle(workflow);
    if (on !== undefined && form !== undefined) all.set(on, [...(all.get(on) ?? []), form]);
  }
  return all;
}

function toBundle(workflow: Workflow): BundleWorkflow | undefined {
  const { name, title, version, notify, isEnabled } = workflow;
  const trigger = triggerOf(workflow);
  if (!isEnabled || trigger === undefined) return undefined;
  return { name, title, version, trigger, notify, steps: workflow.steps.map(stepOf) };
}

/** undefined: a kind that no board sees; the checks let none of them through. */
function triggerOf({ trigger }: Workflow): BundleTrigger | undefined {
  switch (trigger.kind) {
    case 'cron':
    case 'reading':
    case 'edge':
    case 'workflow':
      return trigger;
    default:
      return undefined;
  }
}

function stepOf({ when, params, forEach, approval: _, ...step }: Step): BundleStep {
  const source = isMap(params.source) ? params.source : {};
  return {
    ...step,
    params: paramsSchema.parse(JSON.parse(JSON.stringify(source))),
    ...(when && { when: when.text }),
    ...(forEach && { forEach: listSchema.parse(forEach.source) }),
  };
}

/** @throws Error where a condition cannot be read: made by another version of this program */
export function fromBundle(form: BundleWorkflow, board: string): Workflow {
  const waits = new Map(form.steps.map(({ id, dependsOn }) => [id, dependsOn]));
  const steps = form.steps.map(({ when, params, forEach, ...step }): Step => {
    const names = ['trigger', ...ancestorsOf(step.id, waits), ...(forEach ? ['item'] : [])];
    return {
      ...step,
      params: parseTemplate(params),
      ...(when === undefined ? {} : { when: compile(when, names) }),
      ...(forEach === undefined ? {} : { forEach: parseTemplate(forEach) }),
    };
  });
  return { ...form, on: board, isEnabled: true, steps };
}

function compile(text: string, names: readonly string[]): Condition {
  const condition = parseCondition(text, names);
  if (isConditionMistake(condition)) throw new Error(`condition "${text}": ${condition.message}`);
  return condition;
}
