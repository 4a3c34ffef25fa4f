/** Alert: too much of what people and workflows order fails. What was refused did not fail, nor what a newer order overtook. */
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
    title: { en: 'More than 5 % of the tasks fail', zh: '超过 5 % 的任务失败' },
    severity: 'warning',
    sample: () => {
      const since = clock.now() - WINDOW_MS;
      const ended = tasks
        .list()
        .filter(({ state, endedAt = 0 }) => endedAt > since && ENDED.has(state))
        .filter(({ refusal }) => refusal?.code !== 'DEVICE_SUPERSEDED');
      const failed = ended.filter(({ state }) => state !== 'done').length;
      // However few there were: none of them failed, and what was wrong before is over.
      if (failed === 0) return { value: 0 };
      if (ended.length < LEAST) return undefined;
      return { value: (100 * failed) / ended.length };
    },
    everyMs: 10_000,
    above: 5,
    unit: '%',
    forMs: 0,
    text: (value) => ({
      en:
        `${value.toFixed(1)} % of the tasks of the last hour failed, 5 % are allowed. ` +
        'Which ones: boardtalk tasks --all; why: boardtalk why THING',
      zh: `最近一小时 ${value.toFixed(1)} % 的任务失败，允许 5 %。哪些任务：boardtalk tasks --all；原因：boardtalk why THING`,
    }),
  };
}

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'unknown']);
