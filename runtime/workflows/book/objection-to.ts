/** Whoever has something done by a workflow must be one who may do it by hand: it runs with the rights of an operator of the whole site. */
import type { Asker } from '../../actions/asker.ts';
import { isMap } from '../../config/form/value-at.ts';
import type { SiteThing } from '../../config/site.ts';
import type { Refusal } from '../../core/refusal.ts';
import { authorizeWrite, hasRole } from '../../policy/roles.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Workflow } from '../workflow.ts';

/** They move nothing. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['read', 'look', 'history', 'plot', 'why', 'status', 'tasks', 'wait', 'ask', 'run_model'],
  ...['fetch_data', 'generate_report', 'send_notification'],
]);

export type Rights = Pick<Asker, 'person' | 'role' | 'areas'>;

/** Why what this person has armed is armed no more: they may not have it done now, or belong to the site no more. */
export function lapseFor(
  workflow: Workflow,
  armer: Rights,
  things: readonly SiteThing[],
): Refusal | undefined {
  const isObjected =
    !hasRole(armer, 'operator') || objectionTo(workflow, armer, things) !== undefined;
  if (!isObjected) return undefined;
  const message = `${armer.person}, who armed it, may not have it done any more`;
  const hint = `Somebody who may arms it again: boardtalk workflow enable ${workflow.name}`;
  return refuseWorkflow('WORKFLOW_NOT_YOURS', message, hint);
}

/** Why this person may not have these steps done; undefined when they may. */
export function objectionTo(
  { steps }: Pick<Workflow, 'steps'>,
  asker: Rights,
  things: readonly SiteThing[],
): Refusal | undefined {
  for (const { action, params } of steps.filter((step) => !HARMLESS.has(step.action))) {
    const args = isMap(params.source) ? params.source : {};
    const [id] = String(args['target'] ?? args['thing']).split('.');
    const thing = things.find((one) => one.id === id);
    if (thing === undefined && asker.areas === undefined) continue;
    const refusal =
      thing === undefined
        ? refuseWorkflow(
            'WORKFLOW_NOT_YOURS',
            `${asker.person} may not have "${action}" done everywhere`,
          )
        : authorizeWrite(thing, asker);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
