/** How many may wait, for how long, and how often something is tried. */
import type { Level, Task } from '../task.ts';

export interface QueueLimits {
  /** Open tasks of one person; more than a person can want. */
  readonly perPerson: number;
  /** Open tasks of all. A thousand take about a megabyte. */
  readonly total: number;
}

export const LIMITS: QueueLimits = { perPerson: 200, total: 2_000 };

/** Not begun by then, it is not what was meant any more. What only stops something waits in no line. */
export const DEADLINES_MS: Readonly<Record<Exclude<Level, 'safety'>, number>> = {
  interactive: 60_000,
  workflow: 5 * 60_000,
  background: 24 * 3_600_000,
};

/** Of what failed by itself. A board that is away is waited for until the deadline. */
export const MOST_ATTEMPTS = 5;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Twice as long each time, with chance in it, so that all that waits for one board does not come at once. */
export function backOffMs(attempt: number, random: () => number): number {
  const baseMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.round(baseMs * (0.5 + random()));
}

/** What only stops something is never too late. */
export function withDeadline(task: Task, now: number): Task {
  const { level, deadline } = task;
  return level === 'safety' || deadline !== undefined
    ? task
    : { ...task, deadline: now + DEADLINES_MS[level] };
}
