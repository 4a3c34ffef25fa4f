/** Ends what waits for its time, or for a yes, for whoever may order the same; `cancel` and `undo` share it. */
import type { Asker } from '../actions/asker.ts';
import type { Control, ControlResult } from './control.ts';
import { refuseTask } from './errors.ts';
import type { Inbox } from './inbox.ts';
import type { QuestionDesk } from './question-desk.ts';
import type { Schedule } from './schedule.ts';
import type { TaskQueue } from './queue/task-queue.ts';
import { awaitsYes, isStart, isWrite, type WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface CancelPlanParts {
  readonly control: Control;
  readonly inbox: Inbox;
  readonly schedule: Schedule;
  readonly queue: Pick<TaskQueue, 'cancel'>;
  readonly questions: Pick<QuestionDesk, 'cancel'>;
}

export async function cancelPlan(
  { control, inbox, schedule, queue, questions }: CancelPlanParts,
  task: WriteTask,
  asker: Asker,
): Promise<ControlResult> {
  const refusal = await control.authorize(task, asker);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  const { chat, message } = asker;
  const taken = message === undefined ? [] : [inbox.taken(chat, message)];
  const cancelled = awaitsYes(task)
    ? await questions.cancel(task, asker, taken)
    : ((await schedule.cancel(task, taken)) ?? (await queue.cancel(task.id, taken)));
  return cancelled === undefined || !isWrite(cancelled)
    ? { kind: 'refused', refusal: refuseTask('TASK_NOTHING_TO_CANCEL', 'it has begun already') }
    : { kind: 'cancelled', task: cancelled };
}

/**
 * Ends all that would start something later, whoever planned it, as far as this person may order it.
 * The message is not taken by that: a stop that a power cut broke may be sent again. How many.
 */
export async function cancelStarts(
  { tasks, ...parts }: CancelPlanParts & { readonly tasks: TaskList },
  { message: _, ...asker }: Asker,
): Promise<number> {
  const planned = tasks
    .writes()
    .filter((task) => task.state === 'queued' || (task.state === 'waiting' && !awaitsYes(task)))
    .filter(isStart)
    .filter((task) => parts.control.objection(task, asker) === undefined);
  const results = await Promise.all(planned.map((task) => cancelPlan(parts, task, asker)));
  return results.filter(({ kind }) => kind === 'cancelled').length;
}
