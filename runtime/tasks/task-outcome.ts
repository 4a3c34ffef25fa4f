/** How a write ended, as the task keeps it and as its board told it: two forms of the same. */
import type { Outcome } from '../core/receipt.ts';
import { refuseTask } from './errors.ts';
import type { WriteTask } from './task.ts';

export function endTask(task: WriteTask, outcome: Outcome, endedAt: number): WriteTask {
  const receipt = outcome.status === 'refused' ? undefined : outcome.receipt;
  const refusal = outcome.status === 'done' ? undefined : outcome.refusal;
  return {
    ...task,
    state: outcome.status,
    endedAt,
    ...(receipt === undefined ? {} : { receipt }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** @param task has ended */
export function outcomeOf({ state, receipt, refusal }: WriteTask): Outcome {
  if (state === 'done' && receipt !== undefined) return { status: 'done', receipt };
  const why = refusal ?? refuseTask('TASK_UNKNOWN', 'nobody saw how it ended');
  if (state !== 'failed' && state !== 'unknown') return { status: 'refused', refusal: why };
  return { status: 'failed', refusal: why, ...(receipt === undefined ? {} : { receipt }) };
}
