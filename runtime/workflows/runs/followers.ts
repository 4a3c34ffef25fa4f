/** Which workflows begin because a run has ended: none after one that somebody ended, for a stop starts nothing. Pure. */
import type { Workflow } from '../workflow.ts';
import type { Run } from './run.ts';

export function followersOf(
  workflows: readonly Workflow[],
  { workflow: name, state, cancelledBy }: Run,
): readonly Workflow[] {
  if (cancelledBy !== undefined) return [];
  return workflows.filter(
    ({ trigger, isEnabled }) =>
      isEnabled &&
      trigger.kind === 'workflow' &&
      trigger.name === name &&
      (trigger.ended === 'any' || trigger.ended === state),
  );
}
