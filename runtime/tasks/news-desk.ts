/** Finds out whom something concerns: what a board did by itself becomes news for the chat that last had to do with it. */
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
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

  /** The board calls it. */
  readonly runEnded = ({ run, outcome }: EndedRun): void => {
    const { thing, property, forMs, command } = run;
    const task = this.#parts.tasks.byCommand(command);
    this.#report(task, { kind: 'run-ended', thing, property, forMs, outcome });
  };

  /** The board calls it. */
  readonly forced = ({ actuator, why, outcome }: ForcedWrite): void => {
    const { address } = actuator.property;
    const task = this.#parts.tasks.latestOn(address);
    this.#report(task, { kind: 'forced', ...address, why, outcome });
  };

  /** Ends a planned task, and tells its person, who is not waiting for a reply. */
  async planned(ended: Task, outcome: Outcome): Promise<void> {
    const { thing, property, words } = ended;
    await this.#end(ended, { kind: 'planned', thing, property, words, outcome });
  }

  /** Ends a task that somebody else confirmed, and tells the person who had asked for it. */
  async confirmed(ended: Task, outcome: Outcome, by: string): Promise<void> {
    const { thing, property, words } = ended;
    await this.#end(ended, { kind: 'confirmed', thing, property, words, by, outcome });
  }

  /** Ends a planned task whose time went by. */
  async missed(task: Task): Promise<void> {
    const { thing, property, words, startsAt = 0 } = task;
    const ended: Task = { ...task, state: 'missed', endedAt: this.#parts.clock.now() };
    await this.#end(ended, { kind: 'missed', thing, property, words, startsAt });
  }

  /**
   * After a start: tells of every run that was cut short, and of every order whose outcome nobody
   * saw. Neither is done again.
   */
  async restarted(interruptions: readonly Interruption[]): Promise<void> {
    for (const interruption of interruptions) await this.#interrupted(interruption);
    for (const task of this.#parts.tasks.list())
      if (task.state === 'running') await this.#unknown(task);
  }

  async #interrupted({ run, safeSince }: Interruption): Promise<void> {
    const { tasks, clock, look } = this.#parts;
    const task = tasks.byCommand(run.command);
    if (task === undefined) return;
    const { thing, property, value, until } = run;
    const now = (await look(run)) ?? NO_READING;
    const leftMs = Math.max(0, until - (safeSince ?? clock.now()));
    const since = safeSince === undefined ? {} : { safeSince };
    const { words } = task;
    const kind = 'interrupted';
    const news: News = { kind, thing, property, value, leftMs, ...since, now, words };
    await this.#end(this.#unseen(task), news);
  }

  async #unknown(task: Task): Promise<void> {
    const { thing, property, value, words } = task;
    const now = (await this.#parts.look(task)) ?? NO_READING;
    await this.#end(this.#unseen(task), { kind: 'unknown', thing, property, value, now, words });
  }

  /** The end of the task and the letter are one batch: neither is there without the other. */
  #end(ended: Task, news: News): Promise<void> {
    const { outbox, tasks } = this.#parts;
    return outbox.tell(ended, news, (writes) => tasks.save(ended, writes));
  }

  /** News without a task concerns nobody in particular; the journal has it. */
  #report(task: Task | undefined, news: News): void {
    if (task === undefined) return;
    const { outbox, log } = this.#parts;
    outbox.tell(task, news).catch((error: unknown) => {
      log.error({ task: task.id, error }, 'news could not be kept');
    });
  }

  /** It was running when the process ended: how it went nobody saw. */
  #unseen(task: Task): Task {
    return { ...task, state: 'unknown', endedAt: this.#parts.clock.now() };
  }
}
