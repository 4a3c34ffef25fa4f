/** A run that waits for the yes of people. */
import type { Workflow } from '../workflow.ts';
import type { Run } from './run.ts';

export interface WaitingRun {
  readonly run: Run;
  readonly workflow: Workflow;
  /** Id of the step. */
  readonly step: string;
  /** Silence is no then, epoch ms. */
  readonly until: number;
}
