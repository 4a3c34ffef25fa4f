/** Which board is told of which task: of those about its own things. */
import type { Site } from '../config/site.ts';
import type { Service } from '../core/service.ts';
import { TaskFeed, type TaskFeedParts } from '../mesh/link/task-feed.ts';
import { isWrite } from '../tasks/task.ts';
import type { TaskList } from '../tasks/task-list.ts';
import { viewOf, viewsOf } from '../tasks/task-view.ts';

export interface BoardTasksParts extends Omit<TaskFeedParts, 'site' | 'tasksOf'> {
  readonly site: Pick<Site, 'id' | 'boards'>;
  /** Built later. */
  readonly tasks: () => Pick<TaskList, 'writes' | 'onChange'>;
}

export class BoardTasks implements Service {
  readonly feed: TaskFeed;
  readonly #parts: BoardTasksParts;

  constructor(parts: BoardTasksParts) {
    this.#parts = parts;
    this.feed = new TaskFeed({
      ...{ ...parts, site: parts.site.id },
      tasksOf: (board) => {
        const own = parts.tasks().writes();
        return viewsOf(own.filter(({ thing }) => this.#boardOf(thing) === board));
      },
    });
  }

  /** From now on each change is told. */
  start(): Promise<void> {
    this.#parts.tasks().onChange((task) => {
      const board = isWrite(task) ? this.#boardOf(task.thing) : undefined;
      if (isWrite(task) && board !== undefined) this.feed.tell(board, viewOf(task));
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  #boardOf(thing: string): string | undefined {
    const { boards } = this.#parts.site;
    return boards.find(({ things }) => things.some(({ id }) => id === thing))?.id;
  }
}
