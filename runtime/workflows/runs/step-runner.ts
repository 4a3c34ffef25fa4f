/** How a run reaches what its steps do: the actions of the catalogue, and those of workflows. Injected. */
import type { StepContext, StepOutcome } from '../step-action.ts';

export interface StepRunner {
  /** `read` may be done again; a `write` only when it is certain that it did not begin. */
  kindOf(action: string): 'read' | 'write';
  /** Never throws about what was asked; a throw is a defect, and fails the step. */
  run(action: string, params: unknown, context: StepContext): Promise<StepOutcome>;
  /**
   * How a write ended that a restart cut short: `none` it never began, `unknown` nobody can tell.
   */
  recover(action: string, context: StepIdentity): Promise<StepOutcome | 'none' | 'unknown'>;
  /** What a run has ordered and has not begun is called off. */
  callOff(run: string): Promise<void>;
}

export type StepIdentity = Pick<StepContext, 'workflow' | 'run' | 'step'>;
