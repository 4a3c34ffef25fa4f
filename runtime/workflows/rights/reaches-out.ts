/** What takes somebody who may edit the site: in a file of it, it would have been written by one who can read the machine. */
import { isMap } from '../../config/form/value-at.ts';
import { isReference } from '../../config/secrets.ts';
import type { Refusal } from '../../core/refusal.ts';
import { isSiteAdmin } from '../../policy/roles.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Workflow } from '../workflow.ts';
import type { Rights } from './objection-to.ts';

/** Why this workflow is not made by talking, or not by this person; undefined: nothing is against it. */
export function reachesOut(
  { steps, trigger }: Pick<Workflow, 'steps' | 'trigger'>,
  asker: Rights,
): Refusal | undefined {
  if (trigger.kind === 'webhook' && !isReference(trigger.secret.reveal()))
    return refuseWorkflow(
      'WORKFLOW_WRONG',
      'what stands in a chat is no secret any more',
      'Write env:NAME, file:PATH or credential:NAME.',
    );
  if (isSiteAdmin(asker)) return undefined;
  if (trigger.kind === 'webhook') return refuseReach(asker, 'open a door for programs');
  const isOutside = steps.some(
    ({ action, params: { source } }) =>
      action === 'fetch_data' && !(isMap(source) && source['source'] === 'database'),
  );
  return isOutside ? refuseReach(asker, 'read files and addresses of the gateway') : undefined;
}

function refuseReach({ person, role }: Rights, what: string): Refusal {
  const message = `${person} is ${role}; to let a workflow ${what} takes the role admin, of the whole site`;
  return refuseWorkflow('WORKFLOW_NOT_YOURS', message);
}
