/** How a run stands that ends here and does not go on. Pure. */
import type { Refusal } from '../../core/refusal.ts';
import { isOpenStep, type Run, type StepRun } from './run.ts';

/** @param reads whether a step only reads: how any other one ended that was running, nobody knows */
export function abandoned(
  run: Run,
  { endedAt, refusal }: { readonly endedAt: number; readonly refusal: Refusal },
  reads: (step: string) => boolean,
): Run {
  const steps = Object.entries(run.steps).map(([id, step]): [string, StepRun] => {
    if (!isOpenStep(step)) return [id, step];
    const isUnknown = step.state === 'running' && !reads(id);
    return [id, { ...step, state: isUnknown ? 'unknown' : 'cancelled', endedAt, refusal }];
  });
  const isUnknown = steps.some(([, { state }]) => state === 'unknown');
  const state = isUnknown ? 'unknown' : run.cancelledBy === undefined ? 'failed' : 'cancelled';
  return { ...run, steps: Object.fromEntries(steps), state, endedAt };
}
