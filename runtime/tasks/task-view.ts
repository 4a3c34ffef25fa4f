/** A task as the board is told of it that it is about: what a technician who stands there may know. No chat, and no words. */
import { valueSchema } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import { isOpen, taskStateSchema, type WriteTask } from './task.ts';

export const taskViewSchema = z.object({
  id: z.string(),
  state: taskStateSchema,
  thing: z.string(),
  property: z.string(),
  value: valueSchema,
  forMs: z.number().optional(),
  startsAt: z.number().optional(),
  /** Of one that waits. A newer gateway may have a word for it that this version does not know. */
  waitsFor: z.enum(['time', 'approval', 'board']).optional().catch(undefined),
  waitsUntil: z.number().optional(),
  /** As in the journal of the board. */
  person: z.string(),
  createdAt: z.number(),
  endedAt: z.number().optional(),
  /** Of the refusal that ended it. */
  code: z.string().optional(),
});

export type TaskView = Readonly<z.infer<typeof taskViewSchema>>;

export function viewOf(task: WriteTask): TaskView {
  const code = task.refusal?.code;
  return taskViewSchema.parse({ ...task, ...(code === undefined ? {} : { code }) });
}

/** Of those that have ended. */
const MOST_ENDED = 50;

/** All that are open, and the last that ended. */
export function viewsOf(tasks: readonly WriteTask[]): readonly TaskView[] {
  const ended = tasks.filter((task) => !isOpen(task)).slice(-MOST_ENDED);
  return [...ended, ...tasks.filter(isOpen)].map(viewOf);
}
