/**
 * Who stands behind what a workflow does, and whether they still may: asked when somebody has something
 * done, when the site or its people change, and again before each step of a run that changes something. What
 * only stops something is done whoever asks. What stands in `workflows.yaml` is there by the word of whoever can
 * write that file.
 */
import type { Role } from '../../actions/asker.ts';
import type { SiteThing } from '../../config/site.ts';
import type { Refusal } from '../../core/refusal.ts';
import { hasRole } from '../../policy/roles.ts';
import { refuseWorkflow } from '../errors.ts';
import type { StepContext } from '../step-action.ts';
import type { Armer } from '../book/workflow-book.ts';
import type { Workflow } from '../workflow.ts';
import { onlyStops } from './only-stops.ts';
import { objectionTo, type Order, type Rights } from './objection-to.ts';
import { reachesOut } from './reaches-out.ts';

export interface WorkflowRightsParts {
  /** Who has a workflow armed that was made by talking; undefined: its file does. */
  readonly armerOf: (workflow: string) => Armer | undefined;
  /**
   * As they are now; undefined: they belong to the site no more.
   * @param since whoever has had the name only since then, epoch ms, is somebody else
   */
  readonly rightsOf: (person: string, since?: number) => Rights | undefined;
  readonly things: () => readonly SiteThing[];
  /** An action that changes something of the site. */
  readonly isWrite: (action: string) => boolean;
}

export class WorkflowRights {
  readonly #parts: WorkflowRightsParts;

  constructor(parts: WorkflowRightsParts) {
    this.#parts = parts;
  }

  /** Why this person may not have these steps done. */
  objection(workflow: { readonly steps: readonly Order[] }, asker: Rights): Refusal | undefined {
    const { things, isWrite } = this.#parts;
    const writes = workflow.steps.filter(({ action }) => isWrite(action));
    return objectionTo(writes, asker, things());
  }

  /** Why this person may not arm it; what was made by talking reaches no further than they may. */
  objectionToArm(workflow: Workflow, asker: Rights): Refusal | undefined {
    const isMade = this.#parts.armerOf(workflow.name) !== undefined;
    const tooFar = isMade ? reachesOut(workflow, asker) : undefined;
    return tooFar ?? this.objection(workflow, asker);
  }

  /** Why what was made by talking is armed no more: whoever armed it may not have it done now. */
  lapse(workflow: Workflow): Refusal | undefined {
    const { name } = workflow;
    const { person, at } = this.#parts.armerOf(name) ?? { person: '' };
    const armer = this.#parts.rightsOf(person, at);
    if (armer !== undefined && this.#may(armer, workflow) && !reachesOut(workflow, armer))
      return undefined;
    const message = `${person}, who armed it, may not have it done any more`;
    const hint = `Somebody who may arms it again: boardtalk workflow enable ${name}`;
    return refuseWorkflow('WORKFLOW_NOT_YOURS', message, hint);
  }

  /** Why a step that changes something is not done now: of who said yes to it, or started the run, or armed the workflow. */
  lost(
    step: Order,
    { workflow, asked, approvedBy }: Pick<StepContext, 'workflow' | 'asked' | 'approvedBy'>,
  ): Refusal | undefined {
    const asker = approvedBy ?? asked;
    const armer = this.#parts.armerOf(workflow);
    const person = asker ?? armer?.person;
    const { things, isWrite } = this.#parts;
    if (person === undefined || !isWrite(step.action) || onlyStops(step, things()))
      return undefined;
    const rights = this.#parts.rightsOf(person, asker === undefined ? armer?.at : undefined);
    if (rights !== undefined && this.#may(rights, { steps: [step] })) return undefined;
    const did = approvedBy !== undefined ? 'said yes' : asked ? 'started this run' : 'armed it';
    return refuseWorkflow(
      'WORKFLOW_RIGHTS_LOST',
      `${person}, who ${did}, may not have "${step.action}" done any more`,
    );
  }

  /** Whether this person may say what a run waits for. @param orders what a yes would do */
  mayAnswer(
    person: string,
    { role, orders }: { readonly role: Role; readonly orders: readonly Order[] },
  ): boolean {
    const rights = this.#parts.rightsOf(person);
    if (rights === undefined || !hasRole(rights, role)) return false;
    return this.objection({ steps: orders }, rights) === undefined;
  }

  #may(person: Rights, workflow: { readonly steps: readonly Order[] }): boolean {
    return hasRole(person, 'operator') && this.objection(workflow, person) === undefined;
  }
}
