/** The steps of one workflow: who waits for whom, what each does, and whether what it names is there. */
import type { Findings } from '../../config/form/findings.ts';
import { quote } from '../../config/form/quote.ts';
import { ancestorsOf, orderSteps } from '../graph.ts';
import type { Step } from '../workflow.ts';
import type { WorkflowForm } from '../workflows-schema.ts';
import { checkStep } from './check-step.ts';
import { warnOfAsking, warnOfChoices } from './asking-property.ts';
import type { CheckPlace, NamedStep } from './named-step.ts';

/** Words that placeholders and conditions use otherwise. */
const RESERVED_NAMES = ['trigger', 'item', 'reading'] as const;

/** In an order in which they can run; undefined where any of them is wrong. */
export function checkSteps(place: CheckPlace, form: WorkflowForm): readonly Step[] | undefined {
  const steps = nameSteps(place, form);
  checkIds(place.findings, steps);
  const waits = new Map(steps.map((step) => [step.id, resolveWaits(place.findings, step, steps)]));
  const { order, circles, unreachable } = orderSteps(waits);
  const byId = new Map(steps.map((step) => [step.id, step]));
  for (const circle of circles) tellCircle(place.findings, circle, byId);
  for (const id of unreachable)
    place.findings.error({
      path: byId.get(id)?.path ?? place.path,
      message: `${quote(id)} can never run: it waits for steps that wait for each other`,
    });
  const checked = steps.map((step) =>
    checkStep({ ...place, path: step.path }, step, {
      dependsOn: waits.get(step.id) ?? [],
      before: [...ancestorsOf(step.id, waits)].flatMap((id) => byId.get(id) ?? []),
    }),
  );
  // On a board it is a mistake: nobody is there to ask.
  if (form.on === undefined)
    for (const { path, form: step } of steps) {
      warnOfAsking({ ...place, path }, step);
      warnOfChoices({ ...place, path }, step);
    }
  const found = new Map(checked.map((step) => [step?.id, step]));
  const sorted = order.flatMap((id) => found.get(id) ?? []);
  return sorted.length === steps.length ? sorted : undefined;
}

/** Without an id a step is called as its action. */
function nameSteps({ path }: CheckPlace, { steps }: WorkflowForm): readonly NamedStep[] {
  return steps.map((form, index) => ({
    id: form.id ?? form.action.replaceAll('-', '_'),
    form,
    path: [...path, 'steps', index],
  }));
}

function checkIds(findings: Findings, steps: readonly NamedStep[]): void {
  for (const [index, { id, path }] of steps.entries()) {
    if (RESERVED_NAMES.some((name) => name === id))
      findings.error({
        path: [...path, 'id'],
        message: `${quote(id)} is a word of conditions and placeholders`,
        hint: 'choose another id',
      });
    const first = steps.findIndex((other) => other.id === id);
    if (first === index) continue;
    findings.error({
      path,
      message: `two steps are called ${quote(id)}`,
      hint: `give one of them an "id"; the other stands at ${findings.placeOf(steps[first]?.path ?? path)}`,
    });
  }
}

/** By the id of a step, or by its action where only one has it. */
function resolveWaits(
  findings: Findings,
  { form, path }: NamedStep,
  steps: readonly NamedStep[],
): readonly string[] {
  const { depends_on: given = [] } = form;
  const isList = Array.isArray(given);
  return [given].flat().flatMap((name, index) => {
    const place = [...path, 'depends_on', ...(isList ? [index] : [])];
    const found = findStep(name, steps);
    if (found.length === 1) return found;
    if (found.length === 0)
      findings.unknown('step', name, { path: place, known: steps.map(({ id }) => id) });
    else
      findings.error({
        path: place,
        message: `${String(found.length)} steps have the action ${quote(name)}`,
        hint: `write the id of one: ${found.join(', ')}`,
      });
    return [];
  });
}

function findStep(name: string, steps: readonly NamedStep[]): readonly string[] {
  const word = name.replaceAll('-', '_');
  const byId = steps.filter(({ id }) => id === word);
  const byAction = steps.filter(({ form }) => form.action.replaceAll('-', '_') === word);
  return (byId.length > 0 ? byId.slice(0, 1) : byAction).map(({ id }) => id);
}

function tellCircle(
  findings: Findings,
  circle: readonly string[],
  byId: ReadonlyMap<string, NamedStep>,
): void {
  const [first = ''] = circle;
  const way = [...circle, first].map(quote).join(' waits for ');
  const path = byId.get(first)?.path ?? [];
  findings.error({ path: [...path, 'depends_on'], message: `a circle: ${way}` });
}
