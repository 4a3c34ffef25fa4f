/** Do the workflows of a file agree with themselves, with each other and with the site? */
import { createHash } from 'node:crypto';
import type { Findings } from '../../config/form/findings.ts';
import { quote } from '../../config/form/quote.ts';
import type { CheckContext } from '../check-context.ts';
import type { Workflow } from '../workflow.ts';
import type { WorkflowForm, WorkflowsFile } from '../workflows-schema.ts';
import { orderSteps } from '../graph.ts';
import { checkOnBoard } from './check-on-board.ts';
import { checkSteps } from './check-steps.ts';
import { checkTrigger } from '../triggers/trigger-form.ts';

export function checkWorkflows(
  findings: Findings,
  { workflows }: WorkflowsFile,
  context: CheckContext,
): readonly Workflow[] {
  checkTwice(findings, workflows);
  checkCircles(findings, workflows);
  const names = workflows.flatMap(({ name }, index) =>
    findings.isDamaged(['workflows', index, 'name']) ? [] : [name],
  );
  return workflows.flatMap((form, index) => {
    const path = ['workflows', index];
    const place = {
      findings,
      path: [...path, 'trigger'],
      context,
      workflows: [...names, ...(context.others ?? [])],
    };
    const trigger = checkTrigger(place, form.trigger);
    const steps = checkSteps({ findings, path, context }, form);
    for (const [place, platform] of form.notify.entries())
      if (!context.platforms.includes(platform))
        findings.unknown('platform', platform, {
          path: [...path, 'notify', place],
          known: context.platforms,
        });
    checkOnBoard({ findings, path, context, workflows }, form, { trigger, steps });
    if (trigger === undefined || steps === undefined) return [];
    const { name, title = name, enabled: isEnabled, on, notify } = form;
    const about = { name, title, isEnabled, on, notify };
    return [{ ...about, trigger, steps, version: versionOf(form) }];
  });
}

/** Of what it says, not of how it is written. */
function versionOf(form: WorkflowForm): string {
  return createHash('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 16);
}

/** Allowed, for one may start itself again when it failed; but each round begins the next, up to ten. */
function checkCircles(findings: Findings, workflows: readonly WorkflowForm[]): void {
  const follows = new Map(
    workflows.map(({ name, trigger }) => [
      name,
      typeof trigger === 'object' && trigger.workflow !== undefined ? [trigger.workflow] : [],
    ]),
  );
  for (const circle of orderSteps(follows).circles) {
    const [first = ''] = circle;
    const index = workflows.findIndex(({ name }) => name === first);
    findings.warning({
      path: ['workflows', index, 'trigger', 'workflow'],
      message: `a circle: ${[...circle, first].map(quote).join(' follows ')}`,
      hint: 'it is stopped after ten rounds; let one of them start otherwise',
    });
  }
}

function checkTwice(findings: Findings, workflows: readonly WorkflowForm[]): void {
  for (const [index, { name }] of workflows.entries()) {
    const first = workflows.findIndex((other) => other.name === name);
    if (first === index) continue;
    const place = findings.placeOf(['workflows', first, 'name']);
    findings.error({
      path: ['workflows', index, 'name'],
      message: `there are two workflows ${quote(name)}`,
      hint: `the other one stands at ${place}`,
    });
  }
}
