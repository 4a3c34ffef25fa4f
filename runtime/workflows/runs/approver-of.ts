/** Whose yes or answer a step of a run needs. Pure. */
import type { Approver, Workflow } from '../workflow.ts';
import type { Run } from './run.ts';

export function approverOf(run: Run, { steps }: Pick<Workflow, 'steps'>, id: string): Approver {
  const { question } = run.steps[id] ?? {};
  if (question !== undefined) return question.role;
  return steps.find((step) => step.id === id)?.approval?.role ?? 'operator';
}
