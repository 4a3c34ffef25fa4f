/** From what has ended to what begins: the one place that moves a run on. Pure. */
import type { Refusal } from '../../core/refusal.ts';
import type { Step } from '../workflow.ts';
import { isOpenStep, type Run, type StepRun } from './run.ts';

/** Whether a step may begin, now that all it waits for has ended. */
export type Decision = 'run' | 'skip' | Refusal;

export interface Moment {
  /** Epoch ms. */
  readonly now: number;
  /** Its condition, asked once. */
  readonly decide: (step: Step, run: Run) => Decision;
}

/** The run with every step begun that can; ended where none is open any more. */
export function advance(run: Run, steps: readonly Step[], moment: Moment): Run {
  // Each stands behind all that it waits for, so one way through is enough.
  const moved = steps.reduce((now, step) => moveStep(now, step, steps, moment), run);
  return isEnding(moved, steps) || steps.every(({ id }) => !isOpen(moved, id))
    ? end(moved, steps, moment.now)
    : moved;
}

export function withStep(run: Run, id: string, change: Partial<StepRun>): Run {
  const before = run.steps[id] ?? { state: 'queued', attempt: 0 };
  return { ...run, steps: { ...run.steps, [id]: { ...before, ...change } } };
}

function moveStep(run: Run, step: Step, steps: readonly Step[], { now, decide }: Moment): Run {
  const { id, dependsOn, approval } = step;
  if (run.steps[id]?.state !== 'queued' || isEnding(run, steps)) return run;
  if (dependsOn.some((before) => isOpen(run, before))) return run;
  // What was skipped gives nothing that could be named.
  if (dependsOn.some((before) => run.steps[before]?.state === 'skipped'))
    return withStep(run, id, { state: 'skipped', endedAt: now });
  const decision = decide(step, run);
  if (decision === 'skip') return withStep(run, id, { state: 'skipped', endedAt: now });
  if (decision !== 'run')
    return withStep(run, id, { state: 'failed', endedAt: now, refusal: decision });
  if (approval === undefined)
    return withStep(run, id, { state: 'running', attempt: 1, startedAt: now });
  const until = now + approval.withinMs;
  return withStep(run, id, {
    ...{ state: 'waiting', waitsFor: 'approval' },
    ...{ startedAt: now, until },
  });
}

/** Somebody ended it, a step that stops all others has failed, or nobody knows how one ended. */
export function isEnding(run: Run, steps: readonly Step[]): boolean {
  if (run.cancelledBy !== undefined) return true;
  return steps.some(({ id, isFatal }) => {
    const state = run.steps[id]?.state;
    return state === 'unknown' || (state === 'failed' && isFatal);
  });
}

/** What runs is let end; what has not begun never does. */
function end(run: Run, steps: readonly Step[], now: number): Run {
  const stopped = steps.reduce((before, { id }) => {
    const state = before.steps[id]?.state;
    const isIdle = state === 'queued' || state === 'waiting';
    return isIdle ? withStep(before, id, { state: 'cancelled', endedAt: now }) : before;
  }, run);
  const isRunning = steps.some(({ id }) => isOpen(stopped, id));
  return isRunning ? stopped : { ...stopped, state: endState(run, steps), endedAt: now };
}

function endState(run: Run, steps: readonly Step[]): Run['state'] {
  const states = steps.map(({ id, isFatal }) => ({ state: run.steps[id]?.state, isFatal }));
  if (states.some(({ state }) => state === 'unknown')) return 'unknown';
  if (states.some(({ state, isFatal }) => state === 'failed' && isFatal)) return 'failed';
  return run.cancelledBy === undefined ? 'done' : 'cancelled';
}

function isOpen(run: Run, id: string): boolean {
  const step = run.steps[id];
  return step !== undefined && isOpenStep(step);
}
