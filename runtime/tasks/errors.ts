/** What the tasks room refuses: code → what to do next. */
import type { Refusal } from '../core/refusal.ts';

export const TASK_ERRORS = {
  TASK_CONFIRM: 'Answer within two minutes. Silence is no.',
  TASK_DECLINED: 'Nothing was done.',
  TASK_BUSY: 'Wait until some of the open tasks have ended: boardtalk tasks',
  TASK_NOTHING: 'See what is open with: boardtalk tasks',
  TASK_IN_THE_PAST: 'Give a time that is still to come.',
} as const;

export function refuseTask(code: keyof typeof TASK_ERRORS, message: string): Refusal {
  return { code, message, hint: TASK_ERRORS[code] };
}
