/**
 * "At six": tasks that wait for their time, durable. One whose time passed while the node was away
 * is not caught up: it is missed, and its person is told.
 */
import type { Clock, Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import type { Write } from '../state/store.ts';
import { isPlanned, type WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface ScheduleParts {
  readonly tasks: TaskList;
  readonly clock: Clock;
  readonly log: Log;
  /** Carries it out and tells of it. */
  readonly run: (task: WriteTask) => Promise<unknown>;
  /** Ends it as missed and tells of it. */
  readonly miss: (task: WriteTask) => Promise<void>;
}

/** A wall clock may jump while a timer runs: the time is looked at again at least this often. */
const LOOK_MS = 10_000;

/** A start this late is still what was meant; a clock that was put right by a minute just then makes it so late. */
const GRACE_MS = 5_000;
const JUMP_MS = 60_000;

export class Schedule implements Service {
  readonly #parts: ScheduleParts;
  readonly #timers = new Map<string, Timer>();

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    for (const task of this.#parts.tasks.writes()) {
      if (!isPlanned(task)) continue;
      if (this.#lateMs(task) > GRACE_MS) await this.#parts.miss(task);
      else this.arm(task);
    }
  }

  stop(): Promise<void> {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    return Promise.resolve();
  }

  arm(task: WriteTask): void {
    this.#timers.get(task.id)?.cancel();
    const delayMs = Math.min(Math.max(-this.#lateMs(task), 0), LOOK_MS);
    const timer = this.#parts.clock.after(delayMs, () => {
      this.#look(task);
    });
    this.#timers.set(task.id, timer);
  }

  /** Ends a waiting task before its time; undefined when it waits no more. */
  async cancel(task: WriteTask, alongside: readonly Write[] = []): Promise<WriteTask | undefined> {
    const timer = this.#timers.get(task.id);
    if (timer === undefined) return undefined;
    timer.cancel();
    this.#timers.delete(task.id);
    const cancelled: WriteTask = { ...task, state: 'cancelled', endedAt: this.#parts.clock.now() };
    await this.#parts.tasks.save(cancelled, alongside);
    return cancelled;
  }

  #look(task: WriteTask): void {
    this.#timers.delete(task.id);
    const lateMs = this.#lateMs(task);
    if (lateMs < 0) {
      this.arm(task);
      return;
    }
    const { run, miss, log } = this.#parts;
    const end = lateMs > GRACE_MS + JUMP_MS ? miss(task) : run(task);
    end.catch((error: unknown) => {
      log.error({ task: task.id, error }, 'planned task failed');
    });
  }

  /** Negative while its time is still to come. */
  #lateMs({ startsAt = 0 }: WriteTask): number {
    return this.#parts.clock.now() - startsAt;
  }
}
