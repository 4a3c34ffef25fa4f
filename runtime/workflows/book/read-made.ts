/** Reads the book against the site: each by itself, so that one which no longer fits keeps no other back. */
import { formatDiagnostic } from '../../config/diagnostic.ts';
import type { CheckContext } from '../check-context.ts';
import { parseWorkflows } from '../load-workflows.ts';
import type { Workflow } from '../workflow.ts';
import type { MadeWorkflows } from './made-workflows.ts';
import type { WorkflowVersion } from './workflow-book.ts';

/** @param written names in `workflows.yaml`: what stands there comes first */
export function readMade(
  made: ReadonlyMap<string, WorkflowVersion>,
  written: readonly string[],
  context: CheckContext,
): MadeWorkflows {
  const others = [...written, ...made.keys()];
  const workflows: Workflow[] = [];
  const resting = new Map<string, string>();
  for (const [name, { text }] of made) {
    const found = readOne(name, text, { ...context, others });
    if (written.includes(name)) resting.set(name, `${name} stands in workflows.yaml, too`);
    else if (typeof found === 'string') resting.set(name, found);
    else workflows.push(found);
  }
  return { workflows, resting };
}

/** The one workflow of a text, or all that is wrong with it. */
export function readOne(name: string, text: string, context: CheckContext): Workflow | string {
  const { workflows, diagnostics } = parseWorkflows(name, text, context);
  const [mistake] = diagnostics.filter(({ severity }) => severity === 'error');
  if (mistake !== undefined) return formatDiagnostic(mistake);
  const [workflow] = workflows;
  return workflow !== undefined && workflows.length === 1
    ? workflow
    : `${name}: one workflow is made at a time, and this text has ${String(workflows.length)}`;
}
