/** Finds out whom something concerns: what a board did by itself becomes news for the chat that last had to do with it. */
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { errorMessage } from '../core/app-error.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import type { ForcedWrite } from '../devices/interlock-watch.ts';
import type { Interruption } from '../devices/recovery.ts';
import type { EndedRun } from '../devices/timed-runs.ts';
import type { News } from './news.ts';
import type { Outbox } from './outbox.ts';
import type { Task } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface NewsDeskParts {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  /** A fresh reading, for "this is how it stands now". */
  readonly look: (address: PropertyAddress) => Promise<Reading | undefined>;
}

const NO_READING: Reading = { value: null, quality: 'faulty', at: 0 };

export class NewsDesk {
  readonly #parts: NewsDeskParts;

  constructor(parts: NewsDeskParts) {
    this.#parts = parts;
  }

  runEnded({ run, outcome }: EndedRun): void {
    const { thing, property, forMs } = run;
    this.#tell(this.#parts.tasks.byCommand(run.command), {
      kind: 'run-ended',
      thing,
      property,
      forMs,
      outcome,
    });
  }

  forced({ actuator, why, outcome }: ForcedWrite): void {
    const { address } = actuator.property;
    this.#tell(this.#parts.tasks.latestOn(address), { kind: 'forced', ...address, why, outcome });
  }

  scheduled(task: Task, outcome: Outcome): void {
    const { thing, property, words } = task;
    this.#tell(task, { kind: 'scheduled', thing, property, words, outcome });
  }

  missed(task: Task): void {
    const { thing, property, words, startsAt = 0 } = task;
    this.#tell(task, { kind: 'missed', thing, property, words, startsAt });
  }

  /**
   * After a start: tells of every run that was cut short, and of every order whose outcome nobody
   * saw. Neither is done again.
   */
  async restarted(interruptions: readonly Interruption[]): Promise<void> {
    const cutShort = new Set<string>();
    for (const interruption of interruptions) {
      const task = this.#parts.tasks.byCommand(interruption.run.command);
      if (task !== undefined) cutShort.add(task.id);
      await this.#interrupted(interruption, task);
    }
    for (const task of this.#parts.tasks.list()) {
      if (task.state === 'running') await this.#unknown(task, cutShort.has(task.id));
    }
  }

  async #interrupted({ run, safeSince }: Interruption, task: Task | undefined): Promise<void> {
    const { thing, property, value, until } = run;
    const now = (await this.#parts.look(run)) ?? NO_READING;
    const leftMs = Math.max(0, until - (safeSince ?? this.#parts.clock.now()));
    const since = safeSince === undefined ? {} : { safeSince };
    const words = task?.words ?? '';
    this.#tell(task, { kind: 'interrupted', thing, property, value, leftMs, ...since, now, words });
  }

  async #unknown(task: Task, isTold: boolean): Promise<void> {
    await this.#parts.tasks.save({ ...task, state: 'unknown', endedAt: this.#parts.clock.now() });
    if (isTold) return;
    const { thing, property, value, words } = task;
    const now = (await this.#parts.look(task)) ?? NO_READING;
    this.#tell(task, { kind: 'unknown', thing, property, value, now, words });
  }

  /** News without a task concerns nobody in particular; the journal has it. */
  #tell(task: Task | undefined, news: News): void {
    if (task === undefined) return;
    this.#parts.outbox.tell(task.chat, news).catch((error: unknown) => {
      this.#parts.log.error(
        { task: task.id, reason: errorMessage(error) },
        'news could not be kept',
      );
    });
  }
}
