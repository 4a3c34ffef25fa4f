/** What the tasks room refuses: code → what to do next. */
import type { Refusal } from '../core/refusal.ts';

export const TASK_ERRORS = {
  TASK_CONFIRM: 'Answer yes or no within two minutes; silence is no.',
  TASK_DECLINED: 'Nothing was done.',
  TASK_UNANSWERED: 'Ask again, if it is still wanted.',
  TASK_NO_SUCH: 'What there is is listed by "tasks".',
  TASK_BUSY: 'Wait until some of them have ended; "tasks" lists them.',
  TASK_CANCELLED: 'Ask for it again, if it is still wanted.',
  TASK_EXPIRED: 'It was not begun. See what took so long with "tasks", then ask for it again.',
  TASK_OVERTAKEN: 'The newer order stands. Ask for the other one again, if it is still wanted.',
  TASK_BROKE: 'See the log of the node, then ask for it again.',
  TASK_UNKNOWN: 'Look at how it stands now; it is not done again by itself.',
  TASK_NOTHING_TO_CANCEL: 'What is open is listed by "tasks".',
  TASK_WHICH: 'Say which: “cancel the pump”, or “cancel” and the id; or “cancel everything”.',
  TASK_NOTHING_TO_UNDO: 'What was done is listed by "tasks".',
  TASK_CHANGED_NOTHING: 'Say "undo" again to take back what you ordered before that.',
  TASK_CHANGED_SINCE: 'It stays as it is.',
  TASK_IN_PART: 'What was not done can be asked for again.',
  TASK_IN_THE_PAST: 'Give a time that is still to come.',
  TIMER_HOW_LONG: 'Say for how long: “set a 10 minute timer”.',
  TIMER_NONE: 'Set one with “set a 10 minute timer”.',
  TIMER_WHICH: 'Say which: by its name or its length, or “all timers”.',
  TIMER_TOO_MANY: 'Cancel some of them first.',
} as const;

export function refuseTask(
  code: keyof typeof TASK_ERRORS,
  message: string,
  more: Partial<Pick<Refusal, 'zh'>> = {},
): Refusal {
  return { code, message, hint: TASK_ERRORS[code], ...more };
}

export function noSuchThing(name: string): Refusal {
  const hint = 'See what there is with: boardtalk things';
  return { code: 'DEVICE_UNKNOWN', message: `there is no ${name} on this site`, hint };
}
