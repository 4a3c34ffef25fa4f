/** Which task a key stands for: of those in the queue until their end is on the disk, and then of the list. */
import type { Task } from '../task.ts';
import type { TaskList } from '../task-list.ts';
import type { Entry, Ticket } from './entry.ts';

export class Keys {
  readonly #tasks: Pick<TaskList, 'byKey'>;
  readonly #entries = new Map<string, Entry>();

  constructor(tasks: Pick<TaskList, 'byKey'>) {
    this.#tasks = tasks;
  }

  find({ key }: Pick<Task, 'key'>): Ticket | undefined {
    if (key === undefined) return undefined;
    const entry = this.#entries.get(key);
    if (entry !== undefined) return { accepted: entry.saved, ended: entry.ended };
    const task = this.#tasks.byKey(key);
    if (task === undefined) return undefined;
    return { accepted: Promise.resolve(), ended: Promise.resolve(task) };
  }

  add(entry: Entry): void {
    const { key } = entry.task;
    if (key === undefined) return;
    this.#entries.set(key, entry);
    const forget = (): void => void this.#entries.delete(key);
    entry.ended.then(forget, forget);
  }
}
