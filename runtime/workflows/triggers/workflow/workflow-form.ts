/** `{ workflow: other, ended: failed }`: what may stand there, and what it means. */
import { z } from '../../../core/schema.ts';
import { workflowName } from '../../workflow-name.ts';
import type { TriggerPlace } from '../trigger-place.ts';

export interface WorkflowTrigger {
  readonly kind: 'workflow';
  readonly name: string;
  readonly ended: 'done' | 'failed' | 'any';
}

export const workflowForm = z.strictObject({
  workflow: workflowName.optional().describe('Another workflow, when it has ended'),
  ended: z
    .enum(['done', 'failed', 'any'])
    .optional()
    .describe('How the other workflow must have ended. Default: done'),
});

export function checkWorkflow(
  { findings, path, workflows }: TriggerPlace,
  { workflow: name = '', ended = 'done' }: z.infer<typeof workflowForm>,
): WorkflowTrigger | undefined {
  if (workflows.includes(name)) return { kind: 'workflow', name, ended };
  findings.unknown('workflow', name, { path: [...path, 'workflow'], known: workflows });
  return undefined;
}
