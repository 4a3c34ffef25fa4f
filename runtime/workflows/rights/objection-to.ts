/** Whoever has something done by a workflow must be one who may do it by hand: it runs with the rights of an operator of the whole site. Pure. */
import type { Asker } from '../../actions/asker.ts';
import { isMap } from '../../config/form/value-at.ts';
import type { SiteThing } from '../../config/site.ts';
import type { Refusal } from '../../core/refusal.ts';
import { authorizeWrite } from '../../policy/roles.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Step } from '../workflow.ts';

export type Rights = Pick<Asker, 'person' | 'role' | 'areas'>;

/** What is done, by an action that changes something of the site. */
export type Order = Pick<Step, 'action' | 'params'>;

/** Why this person may not have this done; undefined when they may. */
export function objectionTo(
  orders: readonly Order[],
  asker: Rights,
  things: readonly SiteThing[],
): Refusal | undefined {
  for (const { action, params } of orders) {
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
