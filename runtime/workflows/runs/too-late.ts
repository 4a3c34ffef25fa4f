/** Whether a run that a restart cut short comes too late to go on: what it was begun for is long over. Pure. */
import type { Workflow } from '../workflow.ts';
import type { Run } from './run.ts';

/** As late as what a clock or another workflow begins. */
const LATE_MS = 3_600_000;

export function isTooLate(run: Run, { trigger, steps }: Workflow, now: number): boolean {
  const graceMs = trigger.kind === 'cron' ? trigger.graceMs : LATE_MS;
  const moments = steps.map(({ id, timeoutMs }) => {
    const { state, startedAt = 0, endedAt = 0, until = 0 } = run.steps[id] ?? {};
    // One that may take long has not been waiting for anybody.
    return Math.max(startedAt + (state === 'running' ? timeoutMs : 0), endedAt, until);
  });
  return now - Math.max(run.startedAt, ...moments) > graceMs;
}
