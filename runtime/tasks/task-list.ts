/** All tasks of this node: open ones in memory, every change durable before it is told. Ended ones are kept for a while. */
import type { Clock } from '../core/clock.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import { isOpen, taskSchema, type Task } from './task.ts';

const taskSpace = defineSpace({ name: 'tasks', schema: taskSchema });

/** Enough to ask "what did I do last week", and a bound. */
const KEEP_MS = 30 * 86_400_000;
const KEEP_COUNT = 1_000;

export class TaskList {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<Task>;
  /** By id, oldest first: ids sort by time. */
  readonly #tasks = new Map<string, Task>();

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(taskSpace);
  }

  async load(): Promise<void> {
    for (const [id, task] of await this.#space.list()) this.#tasks.set(id, task);
    this.#store.telemetry(this.#prune());
  }

  /** Newest last. */
  list(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  find(id: string): Task | undefined {
    return this.#tasks.get(id);
  }

  byCommand(command: string): Task | undefined {
    return this.list().findLast((task) => task.command === command);
  }

  /** Whose property this was last: the task that news about it belongs to. */
  latestOn({ thing, property }: Pick<Task, 'thing' | 'property'>): Task | undefined {
    return this.list().findLast((task) => task.thing === thing && task.property === property);
  }

  /** Durable when it resolves. */
  async save(task: Task, alongside: readonly Write[] = []): Promise<void> {
    this.#tasks.set(task.id, task);
    const old = this.#tasks.size > KEEP_COUNT + 100 ? this.#prune() : [];
    await this.#store.durable([this.#space.put(task.id, task), ...alongside, ...old]);
  }

  #prune(): Write[] {
    const before = this.#clock.now() - KEEP_MS;
    const surplus = this.#tasks.size - KEEP_COUNT;
    const old = this.list().filter(
      (task, index) => !isOpen(task) && (index < surplus || task.createdAt < before),
    );
    for (const { id } of old) this.#tasks.delete(id);
    return old.map(({ id }) => this.#space.remove(id));
  }
}
