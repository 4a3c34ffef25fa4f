/** Alert: too much of what people and workflows order fails. What was refused did not fail. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { Clock } from '../core/clock.ts';
import type { TaskList } from './task-list.ts';

export interface TaskFailuresAlertParts {
  readonly tasks: Pick<TaskList, 'list'>;
  readonly clock: Pick<Clock, 'now'>;
}

const WINDOW_MS = 3_600_000;
/** Of fewer, one alone would be too many. */
const LEAST = 20;

export function taskFailuresAlert({ tasks, clock }: TaskFailuresAlertParts): AlertDeclaration {
  return {
    code: 'task-failures',
    title: 'More than 5 % of the tasks fail',
    severity: 'warning',
    sample: () => {
      const since = clock.now() - WINDOW_MS;
      const ended = tasks
        .list()
        .filter(({ state, endedAt = 0 }) => endedAt > since && ENDED.has(state));
      if (ended.length < LEAST) return undefined;
      const failed = ended.filter(({ state }) => state !== 'done').length;
      return { value: (100 * failed) / ended.length };
    },
    everyMs: 10_000,
    above: 5,
    forMs: 0,
    text: (value) =>
      `${value.toFixed(1)} % of the tasks of the last hour failed, 5 % are allowed. ` +
      'Which ones: boardtalk tasks --all; why: boardtalk why THING',
  };
}

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'unknown']);
