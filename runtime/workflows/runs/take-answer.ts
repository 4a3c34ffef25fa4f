/** Whether somebody may answer the step of a run that waits for people, and which of the choices they mean. Pure. */
import type { Role } from '../../actions/asker.ts';
import type { Refusal } from '../../core/refusal.ts';
import { hasRole } from '../../policy/roles.ts';
import { refuseWorkflow } from '../errors.ts';
import { choiceOf } from '../question.ts';
import { choicesOf, type Run } from './run.ts';

/** The choice, as the workflow writes it. */
export function takeAnswer(
  run: Run,
  said: string,
  by: { readonly role: Role },
  needed: Role,
): { readonly choice: string } | Refusal {
  if (!hasRole(by, needed))
    return refuseWorkflow('WORKFLOW_NOT_YOURS', `to answer this takes the role ${needed}`);
  const choices = choicesOf(run);
  const choice = choiceOf(choices, said);
  if (choice !== undefined) return { choice };
  const message = `“${said}” is none of the answers: ${choices.join(', ')}`;
  return refuseWorkflow('WORKFLOW_NO_CHOICE', message);
}
