/** A run that waits for the yes or the answer of people. */
import type { Step } from '../workflow.ts';
import type { Run } from './run.ts';

export interface WaitingRun {
  readonly run: Run;
  /** What a yes would do. */
  readonly orders: readonly Step[];
  /** It is silence then, epoch ms. */
  readonly until: number;
}
