/**
 * `workflows.yaml` → workflows without a mistake, or everything that is wrong with them at once, each
 * with its line. Starts nothing, and needs no running node.
 */
import type { Diagnostic } from '../config/diagnostic.ts';
import { diagnosticsOf, readForm, readFormText, type Form } from '../config/form/read-form.ts';
import type { CheckContext } from './check-context.ts';
import { checkWorkflows } from './checks/check-workflows.ts';
import type { Workflow } from './workflow.ts';
import { workflowsSchema, type WorkflowsFile } from './workflows-schema.ts';

export interface LoadedWorkflows {
  /** All of them, or none where there is an error. */
  readonly workflows: readonly Workflow[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param place a file of the directory; where there is none, there are no workflows */
export async function loadWorkflows(
  place: { readonly directory: string; readonly file: string; readonly hintIfAbsent?: string },
  context: CheckContext,
): Promise<LoadedWorkflows> {
  return check(await readForm(workflowsSchema, place), context);
}

/** Of a text that stands in no file. @param name what diagnostics call it */
export function parseWorkflows(name: string, text: string, context: CheckContext): LoadedWorkflows {
  return check(readFormText(workflowsSchema, name, text), context);
}

function check(form: Form<WorkflowsFile>, context: CheckContext): LoadedWorkflows {
  const { findings, value } = form;
  const workflows =
    findings === undefined || value === undefined ? [] : checkWorkflows(findings, value, context);
  const diagnostics = [...diagnosticsOf(form)].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  );
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  return { workflows: isWrong ? [] : workflows, diagnostics };
}
