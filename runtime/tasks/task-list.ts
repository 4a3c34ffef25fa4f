/**
 * All tasks of this node, in memory and in the store. A change counts when it is durable, not
 * before: whoever reads a task here may tell people of it. Ended ones are kept for a while.
 */
import type { Clock } from '../core/clock.ts';
import type { MetricDeclaration, Metrics } from '../core/metric.ts';
import type { PropertyAddress } from '../core/reading.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import { withoutWords } from './without-words.ts';
import { isOpen, isWrite, movedNothing, taskSchema, type Task, type WriteTask } from './task.ts';

const taskSpace = defineSpace({ name: 'tasks', schema: taskSchema });

/** Enough to ask "what did I do last week", and a bound. */
const KEEP_MS = 30 * 86_400_000;
const KEEP_COUNT = 1_000;

/** Pruned only when this many are too many, so that not every save looks at all of them. */
const PRUNE_STEP = 100;

const ENDED: MetricDeclaration = {
  name: 'boardtalk_tasks_total',
  help: 'Tasks that ended since the start, by the state in which they ended.',
  kind: 'counter',
  labels: ['state'],
};
const OPEN: MetricDeclaration = {
  name: 'boardtalk_tasks_open',
  help: 'Tasks that run or wait for their time.',
  kind: 'gauge',
};

export interface TaskListParts {
  readonly store: Pick<Store, 'space' | 'durable' | 'telemetry'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

export class TaskList {
  readonly #store: TaskListParts['store'];
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #space: Space<Task>;
  /** By id, oldest first: ids sort by time. */
  #tasks = new Map<string, Task>();
  #newest = '';
  readonly #writing = new Map<string, Task>();
  /** Idempotency key → id. */
  readonly #keys = new Map<string, string>();
  /** Person → which of theirs are open. */
  readonly #open = new Map<string, Set<string>>();
  readonly #listeners = new Set<(task: Task) => void>();

  constructor({ store, clock, metrics }: TaskListParts) {
    this.#store = store;
    this.#clock = clock;
    this.#metrics = metrics;
    this.#space = store.space(taskSpace);
  }

  async load(): Promise<void> {
    for (const [, task] of await this.#space.list()) {
      this.#count(task);
      this.#see(task);
    }
    const old = this.#old();
    this.#store.telemetry(old.map(({ id }) => this.#space.remove(id)));
    this.#forget(old);
    this.#metrics.set(OPEN, this.open());
  }

  /** How many are open, all or those of one person; also those that are just becoming durable. */
  open(person?: string): number {
    if (person !== undefined) return this.#open.get(person)?.size ?? 0;
    return [...this.#open.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Newest last. */
  list(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  /** Those that write something. Newest last. */
  writes(): readonly WriteTask[] {
    return this.list().filter(isWrite);
  }

  find(id: string): Task | undefined {
    return this.#tasks.get(id);
  }

  /** As it will be seen when what is being written is durable. */
  newest(id: string): Task | undefined {
    return this.#writing.get(id) ?? this.#tasks.get(id);
  }

  /** What may have moved something, or still may. */
  byKey(key: string): Task | undefined {
    const id = this.#keys.get(key);
    return id === undefined ? undefined : this.#tasks.get(id);
  }

  byCommand(command: string): WriteTask | undefined {
    return this.writes().findLast((task) => task.command === command);
  }

  /** Whose property this was last: the task that news about it belongs to. */
  latestOn({ thing, property }: PropertyAddress): WriteTask | undefined {
    return this.writes().findLast((task) => task.thing === thing && task.property === property);
  }

  /** Durable when it resolves, in one batch with `alongside`; only then is it seen here. */
  async save(task: Task, alongside: readonly Write[] = []): Promise<void> {
    const ended = this.#tasks.size - this.open();
    const old = ended > KEEP_COUNT + PRUNE_STEP ? this.#old() : [];
    const removals = old.map(({ id }) => this.#space.remove(id));
    this.#forget(old);
    this.#count(task);
    this.#writing.set(task.id, task);
    await this.#store.durable([this.#space.put(task.id, task), ...alongside, ...removals]);
    if (this.#writing.get(task.id) === task) this.#writing.delete(task.id);
    this.#see(task);
    if (!isOpen(task)) this.#metrics.increment(ENDED, { state: task.state });
    this.#metrics.set(OPEN, this.open());
    for (const listener of this.#listeners) listener(task);
  }

  /**
   * What people said is forgotten, what was done stays. Of those that have ended: the others still need it. Durable
   * when it resolves. @returns how many
   */
  async forgetWords(
    isMeant: (task: Task) => boolean,
    wordless: (task: Task) => Task = withoutWords,
  ): Promise<number> {
    const meant = this.list().filter((task) => !isOpen(task) && isMeant(task));
    const plain = meant.map(wordless);
    await this.#store.durable(plain.map((task) => this.#space.put(task.id, task)));
    this.#forgetKeys(meant.filter((_, at) => plain[at]?.key === undefined));
    for (const task of plain) this.#tasks.set(task.id, task);
    return plain.length;
  }

  /** Hears of each change when it is durable. */
  onChange(listener: (task: Task) => void): void {
    this.#listeners.add(listener);
  }

  #see(task: Task): void {
    const isLate = task.id < this.#newest && !this.#tasks.has(task.id);
    this.#tasks.set(task.id, task);
    if (isLate)
      this.#tasks = new Map([...this.#tasks].sort(([one], [other]) => (one < other ? -1 : 1)));
    else if (task.id > this.#newest) this.#newest = task.id;
    if (movedNothing(task)) this.#giveBackKey(task);
    else if (task.key !== undefined) this.#keys.set(task.key, task.id);
  }

  #giveBackKey({ id, key }: Task): void {
    if (key !== undefined && this.#keys.get(key) === id) this.#keys.delete(key);
  }

  #count(task: Task): void {
    const { id, person } = task;
    const open = this.#open.get(person) ?? new Set();
    if (isOpen(task)) open.add(id);
    else open.delete(id);
    if (open.size > 0) this.#open.set(person, open);
    else this.#open.delete(person);
  }

  #old(): readonly Task[] {
    const before = this.#clock.now() - KEEP_MS;
    const ended = this.list().filter((task) => !isOpen(task));
    const surplus = ended.length - KEEP_COUNT;
    return ended.filter(({ createdAt }, index) => index < surplus || createdAt < before);
  }

  #forget(tasks: readonly Task[]): void {
    for (const { id } of tasks) this.#tasks.delete(id);
    this.#forgetKeys(tasks);
  }

  #forgetKeys(tasks: readonly Task[]): void {
    for (const task of tasks) this.#giveBackKey(task);
  }
}
