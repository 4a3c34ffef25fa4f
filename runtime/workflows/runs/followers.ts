/** Which workflows begin because a run has ended. Pure. */
import type { Workflow } from '../workflow.ts';
import type { Run } from './run.ts';

export function followersOf(
  workflows: readonly Workflow[],
  { workflow: name, state }: Run,
): readonly Workflow[] {
  return workflows.filter(
    ({ trigger, isEnabled }) =>
      isEnabled &&
      trigger.kind === 'workflow' &&
      trigger.name === name &&
      (trigger.ended === 'any' || trigger.ended === state),
  );
}
