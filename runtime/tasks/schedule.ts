/**
 * "At six": tasks that wait for their time, durable. One whose time passed while the node was away
 * is not caught up: it is missed, and its person is told.
 */
import type { Clock, Timer } from '../core/clock.ts';
import type { Service } from '../core/service.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Task } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface ScheduleParts {
  readonly tasks: TaskList;
  readonly clock: Clock;
  readonly run: (task: Task) => Promise<{ task: Task; outcome: Outcome }>;
  readonly onRun: (task: Task, outcome: Outcome) => void;
  readonly onMissed: (task: Task) => void;
}

/** A wall clock may jump while a timer runs: the time is looked at again at least this often. */
const LOOK_MS = 60_000;

/** A start this late is still what was meant. */
const GRACE_MS = 5_000;

export class Schedule implements Service {
  readonly #parts: ScheduleParts;
  readonly #timers = new Map<string, Timer>();

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    for (const task of this.#parts.tasks.list()) if (task.state === 'waiting') this.arm(task);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    return Promise.resolve();
  }

  arm(task: Task): void {
    const leftMs = (task.startsAt ?? 0) - this.#parts.clock.now();
    const timer = this.#parts.clock.after(Math.min(Math.max(leftMs, 0), LOOK_MS), () => {
      void this.#look(task.id);
    });
    this.#timers.set(task.id, timer);
  }

  /** Ends a waiting task before its time. */
  async cancel(task: Task): Promise<Task> {
    this.#timers.get(task.id)?.cancel();
    this.#timers.delete(task.id);
    const cancelled: Task = { ...task, state: 'cancelled', endedAt: this.#parts.clock.now() };
    await this.#parts.tasks.save(cancelled);
    return cancelled;
  }

  async #look(id: string): Promise<void> {
    const task = this.#parts.tasks.find(id);
    this.#timers.delete(id);
    if (task?.state !== 'waiting' || task.startsAt === undefined) return;
    const lateMs = this.#parts.clock.now() - task.startsAt;
    if (lateMs < 0) this.arm(task);
    else if (lateMs > GRACE_MS + LOOK_MS) await this.#miss(task);
    else this.#parts.onRun(task, (await this.#parts.run(task)).outcome);
  }

  async #miss(task: Task): Promise<void> {
    await this.#parts.tasks.save({ ...task, state: 'missed', endedAt: this.#parts.clock.now() });
    this.#parts.onMissed(task);
  }
}
