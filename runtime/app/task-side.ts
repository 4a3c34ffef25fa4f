/** The queue of tasks, and who carries them out. */
import type { Action, ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import { createId } from '../core/ids.ts';
import { ActionPerformer } from '../tasks/action-performer.ts';
import type { CommandLink } from '../tasks/command-link.ts';
import { LongActions } from '../tasks/long-actions.ts';
import type { NewsDesk } from '../tasks/news-desk.ts';
import { TaskQueue } from '../tasks/queue/task-queue.ts';
import type { TaskList } from '../tasks/task-list.ts';
import { TaskPerformer } from '../tasks/task-performer.ts';
import { WritePerformer } from '../tasks/write-performer.ts';
import type { Ground } from './ground.ts';

export interface TaskSide {
  readonly queue: TaskQueue;
  readonly enqueue: (action: Action, args: unknown, asker: Asker) => Promise<ActionResult>;
}

interface TaskSideParts {
  readonly tasks: TaskList;
  readonly link: CommandLink;
  readonly news: Pick<NewsDesk, 'ended'>;
  readonly catalogue: () => Pick<Catalogue, 'perform'>;
}

export function buildTaskSide(
  { site, boardId, journal, key, clock, log }: Ground,
  { tasks, link, news, catalogue }: TaskSideParts,
): TaskSide {
  const actions = new ActionPerformer({ catalogue });
  const write = new WritePerformer({ site, boardId, journal, key, link, clock });
  const queue = new TaskQueue({
    ...{ tasks, clock, log, random: Math.random },
    performer: new TaskPerformer({ write, action: actions }),
    tell: (ended, alongside) => news.ended(ended, alongside),
    owner: createId('runner', clock.now()),
    // The store lets one process in: whoever held a lease before this one is no more.
    isGone: () => true,
  });
  const long = new LongActions({ queue, actions, clock });
  return { queue, enqueue: (action, args, asker) => long.enqueue(action, args, asker) };
}
