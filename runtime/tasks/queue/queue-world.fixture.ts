/**
 * Devices that outlive every crash, and a queue that works on them: for the tests that cut its power.
 * Whatever may be seen that the invariants of `task-queue.ts` forbid is noted in `wrong`.
 */
import { FakeClock } from '../../../test/fake-clock.ts';
import { FragileStore } from '../../../test/fragile-store.ts';
import { noMetrics } from '../../../test/no-metrics.ts';
import { turn } from '../../../test/real-work.ts';
import { silentLog } from '../../core/log.ts';
import { isRefusal } from '../../core/refusal.ts';
import { isOpen, isStart, type ActionTask, type Task, type WriteTask } from '../task.ts';
import { TaskList } from '../task-list.ts';
import type { Performance, Performed, Performer } from './performer.ts';
import { TaskQueue } from './task-queue.ts';

/**
 * How the world answers a task; a board that is away is reached at the third attempt, one that is gone never.
 * What is late answers when its lease is long over.
 */
export type Fate = 'done' | 'slow' | 'late' | 'failed' | 'away' | 'gone' | 'hangs' | 'lost';

export interface Asked {
  readonly level: Task['level'];
  readonly thing: string;
  readonly property: string;
  readonly value: boolean;
  readonly fate: Fate;
  readonly key?: string | undefined;
  readonly deadline?: number;
}

const LEASE_MS = 40_000;
const SLOW_MS = 5_000;
const LATE_MS = 2 * LEASE_MS;

export class QueueWorld implements Performer {
  readonly clock = new FakeClock();
  readonly wrong: string[] = [];
  /** In the order in which they were asked for. */
  readonly asked: Task[] = [];
  /** What moved, in that order. */
  readonly moved: WriteTask[] = [];
  /** Of these somebody knows that they are accepted. */
  readonly accepted = new Set<string>();
  /** Id → the state in which it was told to have ended. */
  readonly told = new Map<string, Task['state']>();
  /** Whether other runners are known to be no more. */
  isAlone = true;
  readonly #fates = new Map<string, Fate>();
  readonly #writing = new Map<string, string>();
  #store = new FragileStore();
  #life = 0;
  tasks = this.#openList();
  queue = this.openQueue();

  async settle(): Promise<void> {
    do await turn();
    while (this.#store.commit());
  }

  ask({ fate, ...asked }: Asked): Task {
    const id = `task-${String(this.asked.length + 1).padStart(4, '0')}`;
    const task: WriteTask = {
      ...{ kind: 'write', id, state: 'queued', ...asked, key: asked.key },
      ...{ person: 'anna', via: 'web', chat: 'web:anna', language: 'en', words: id },
      createdAt: this.clock.now(),
    };
    return this.submit(task, fate);
  }

  work(fate: Fate): Task {
    const id = `task-${String(this.asked.length + 1).padStart(4, '0')}`;
    const task: ActionTask = {
      ...{ kind: 'action', id, state: 'queued', level: 'background', action: 'learn', args: {} },
      role: 'admin',
      ...{ person: 'anna', via: 'web', chat: 'web:anna', language: 'en', words: id },
      createdAt: this.clock.now(),
    };
    return this.submit(task, fate);
  }

  submit(task: Task, fate: Fate): Task {
    this.asked.push(task);
    this.#fates.set(task.id, fate);
    const ticket = this.queue.submit(task);
    if (isRefusal(ticket)) {
      if (task.level === 'safety') this.wrong.push(`${task.id}, a stop, was refused`);
      return task;
    }
    void ticket.accepted.then(() => this.accepted.add(task.key ?? task.id));
    void ticket.ended.then((ended) => this.#hear(ended));
    return task;
  }

  async crash(unacknowledged: number, offMs: number): Promise<void> {
    this.#life += 1;
    await this.queue.stop();
    this.#store = this.#store.losePower(unacknowledged);
    this.#writing.clear();
    await this.clock.advance(offMs);
    this.tasks = this.#openList();
    await this.tasks.load();
    this.queue = this.openQueue();
    const started = this.queue.start();
    await this.settle();
    await started;
  }

  /** Lets time pass; whatever is asked of the disk meanwhile becomes durable. */
  async pass(ms: number): Promise<void> {
    await this.settle();
    this.#store.isQuick = true;
    await this.clock.advance(ms);
    this.#store.isQuick = false;
    await this.settle();
  }

  laneOf(task: Task): string {
    return task.kind === 'write' ? task.thing : task.action;
  }

  leaseMs(): number {
    return LEASE_MS;
  }

  prepare(task: Task): Task {
    return task.kind === 'write' ? { ...task, command: `cmd-${task.id}` } : task;
  }

  async perform(task: Task, performance: Performance): Promise<Performed> {
    const life = this.#life;
    await this.#check(task);
    const fate = this.#fates.get(task.id) ?? 'done';
    if (fate === 'gone' || (fate === 'away' && (task.attempt ?? 0) < 3))
      return { ...end(task, 'refused'), again: 'board' };
    if (task.kind === 'write') this.#move(task, performance);
    if (fate === 'hangs') await new Promise<never>(() => undefined);
    const takesMs = fate === 'slow' ? SLOW_MS : fate === 'late' ? LATE_MS : 0;
    if (takesMs > 0) await new Promise<void>((resolve) => void this.clock.after(takesMs, resolve));
    if (life === this.#life) this.#writing.delete(this.laneOf(task));
    if (fate === 'lost') return { ...end(task, 'failed'), again: 'time' };
    return end(task, fate === 'failed' ? 'failed' : 'done');
  }

  recover(task: Task): Promise<Performed> {
    if (task.kind === 'write') return Promise.resolve(end(task, 'unknown'));
    return Promise.resolve({ ...end(task, 'failed'), again: 'time' });
  }

  /** What is written on the disk when it begins, and that it is not too late by then. */
  async #check(task: Task): Promise<void> {
    if ((task.deadline ?? Infinity) < this.clock.now())
      this.wrong.push(`${task.id} began after its deadline`);
    const row = (await this.#store.row(`tasks/${task.id}`)) ?? '';
    if (!row.includes('"running"')) this.wrong.push(`${task.id} began without being durable`);
  }

  #move(task: WriteTask, { onSettling }: Performance): void {
    const { id, level, thing } = task;
    const other = this.#writing.get(thing);
    if (other !== undefined && level !== 'safety')
      this.wrong.push(`${id} was written while ${other} was`);
    this.#writing.set(thing, id);
    this.moved.push(task);
    this.#writing.delete(thing);
    onSettling();
  }

  #hear(ended: Task): void {
    const { id, state } = ended;
    if (isOpen(ended)) this.wrong.push(`${id} was told to have ended as ${state}`);
    const before = this.told.get(id);
    if (before !== undefined && before !== state)
      this.wrong.push(`${id} was told as ${before} and as ${state}`);
    this.told.set(id, state);
  }

  #openList(): TaskList {
    const { clock } = this;
    return new TaskList({ store: this.#store, clock, metrics: noMetrics });
  }

  /** One more on the same tasks. */
  openQueue(owner = `life-${String(this.#life)}`): TaskQueue {
    const { clock, tasks } = this;
    return new TaskQueue({
      ...{ tasks, clock, log: silentLog, performer: this, random: () => 0.5 },
      owner,
      isGone: () => this.isAlone,
      tell: async (ended, alongside) => {
        await tasks.save(ended, alongside);
        this.#hear(ended);
      },
    });
  }
}

function end(task: Task, state: Task['state']): { readonly task: Task } {
  return { task: { ...task, state } };
}

/** What the end of a life with the queue must look like. */
export function checkEnd({ asked, moved, accepted, told, tasks }: QueueWorld): readonly string[] {
  const wrong: string[] = [];
  for (const { id, key } of asked) {
    const times = moved.filter((each) => each.id === id).length;
    if (times > 1) wrong.push(`${id} moved ${String(times)} times`);
    const kept = tasks.find(id) ?? tasks.list().find((task) => task.key === (key ?? ''));
    if (kept === undefined && accepted.has(key ?? id)) wrong.push(`${id} is lost`);
    if (kept !== undefined && isOpen(kept)) wrong.push(`${id} is still ${kept.state}`);
    const said = told.get(id);
    if (said !== undefined && tasks.find(id)?.state !== said)
      wrong.push(`${id} was told as ${said}, and is ${String(kept?.state)}`);
  }
  return [...wrong, ...checkLastWords(asked, moved), ...checkKeys(moved)];
}

/** What was asked for later moves later, and a stop is not undone by what was asked for before it. */
function checkLastWords(asked: readonly Task[], moved: readonly WriteTask[]): readonly string[] {
  const place = new Map(asked.map(({ id }, index) => [id, index]));
  const isLater = (one: Task, other: Task): boolean =>
    (place.get(one.id) ?? 0) > (place.get(other.id) ?? 0);
  return moved.flatMap((task, index) =>
    moved
      .slice(0, index)
      .filter((before) => before.thing === task.thing && isLater(before, task))
      .filter(
        (before) =>
          before.property === task.property || (before.level === 'safety' && isStart(task)),
      )
      .map((before) => `${task.id} (${task.property}) moved after ${before.id}, a newer order`),
  );
}

function checkKeys(moved: readonly WriteTask[]): readonly string[] {
  const keys = moved.flatMap(({ key }) => key ?? []);
  return keys
    .filter((key, index) => keys.indexOf(key) !== index)
    .map((key) => `${key} moved more than once`);
}
