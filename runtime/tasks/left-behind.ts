/** Tasks that lie open and that nobody here has taken up: another gateway of the site has them too. */
import type { Refusal } from '../core/refusal.ts';
import type { NewsDesk } from './news-desk.ts';
import type { TaskQueue } from './queue/task-queue.ts';
import { awaitsYes, isOpen, isPlanned } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface LeftBehindParts {
  readonly tasks: Pick<TaskList, 'list'>;
  readonly queue: Pick<TaskQueue, 'holds'>;
  readonly news: Pick<NewsDesk, 'ended'>;
}

/** Ends them, and tells their people. Plans have their time yet to come, and questions end by themselves. */
export async function endLeftBehind(
  { tasks, queue, news }: LeftBehindParts,
  refusal: Refusal,
): Promise<void> {
  const left = tasks
    .list()
    .filter(
      (task) => isOpen(task) && !isPlanned(task) && !awaitsYes(task) && !queue.holds(task.id),
    );
  for (const task of left) {
    const state = task.state === 'running' ? 'unknown' : 'cancelled';
    await news.ended({ ...task, state, refusal });
  }
}
