/** Finds out whom something concerns: what a board did by itself becomes news for the chat that last had to do with it. */
import type { Clock } from '../core/clock.ts';
import { Lane } from '../core/lane.ts';
import { valueSchema, type PropertyAddress, type Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { z } from '../core/schema.ts';
import type { BoardEvent } from '../devices/board-event.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import type { Store, Write } from '../state/store.ts';
import type { News } from './news.ts';
import type { Outbox } from './outbox.ts';
import { isOpen, isWrite, type ActionTask, type Task, type WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';
import { outcomeOf } from './task-outcome.ts';

export interface NewsDeskParts {
  readonly tasks: TaskList;
  readonly outbox: Outbox;
  readonly store: Pick<Store, 'durable'>;
  readonly clock: Clock;
  /** A fresh reading, for "this is how it stands now". */
  readonly look: (address: PropertyAddress) => Promise<Reading | undefined>;
}

/** Of an `outcome` in the journal. */
const lateSchema = z.object({
  status: z.enum(['done', 'failed', 'refused']),
  measured: valueSchema.nullable().default(null),
});

const NO_READING: Reading = { value: null, quality: 'faulty', at: 0 };

export class NewsDesk {
  readonly #parts: NewsDeskParts;
  readonly #lane = new Lane();

  constructor(parts: NewsDeskParts) {
    this.#parts = parts;
  }

  /** What a board did by itself. Durable when it resolves, together with `alongside`. */
  hear(event: BoardEvent, alongside: readonly Write[] = []): Promise<void> {
    return this.#lane.run(() => this.#hear(event, alongside));
  }

  /** Ends a planned task, and tells its person, who is not waiting for a reply. */
  async planned(ended: WriteTask, outcome: Outcome, alongside?: readonly Write[]): Promise<void> {
    const { thing, property, words } = ended;
    await this.#end(ended, { kind: 'planned', thing, property, words, outcome }, alongside);
  }

  /** Ends a task that somebody else confirmed, and tells the person who had asked for it. */
  async confirmed(
    ended: WriteTask,
    outcome: Outcome,
    by: string,
    alongside?: readonly Write[],
  ): Promise<void> {
    const { thing, property, words } = ended;
    await this.#end(ended, { kind: 'confirmed', thing, property, words, by, outcome }, alongside);
  }

  /** Ends a planned task whose time went by. */
  async missed(task: WriteTask): Promise<void> {
    const { thing, property, words, startsAt = 0 } = task;
    const ended: WriteTask = { ...task, state: 'expired', endedAt: this.#parts.clock.now() };
    await this.#end(ended, { kind: 'missed', thing, property, words, startsAt });
  }

  /** A board that had gone silent has told at last how an order ended: what is known of it comes from its journal. */
  late({
    command = '',
    at,
    details,
  }: Pick<JournalRecord, 'command' | 'at' | 'details'>): Promise<void> {
    return this.#lane.run(async () => {
      const task = this.#parts.tasks.byCommand(command);
      if (task === undefined) return;
      const { status, measured } = lateSchema.parse(details);
      const { thing, property, words } = task;
      const news: News = { kind: 'late', thing, property, words, status, measured, measuredAt: at };
      await this.#end({ ...task, state: status }, news);
    });
  }

  /** Ends a task that nobody waits for the reply of, most often because a restart came between. */
  ended(task: Task, alongside?: readonly Write[]): Promise<void> {
    return this.#lane.run(async () => {
      const now = this.#parts.tasks.find(task.id);
      // The board may have told of it by itself.
      if (now !== undefined && !isOpen(now)) return;
      if (!isWrite(task)) return this.#end(task, noticeOf(task), alongside);
      if (task.state === 'unknown') return this.#unknown(task, alongside);
      const { thing, property, words } = task;
      const news: News = { kind: 'ended', thing, property, words, outcome: outcomeOf(task) };
      return this.#end(task, news, alongside);
    });
  }

  async #hear(event: BoardEvent, alongside: readonly Write[]): Promise<void> {
    const { tasks, store, outbox } = this.#parts;
    const task = 'run' in event ? tasks.byCommand(event.run.command) : tasks.latestOn(event);
    // News without a task concerns nobody in particular; the journal has it.
    if (task === undefined) return alongside.length > 0 ? store.durable(alongside) : undefined;
    if (event.kind === 'interrupted') return this.#interrupted(task, event, alongside);
    const keep = (writes: readonly Write[]): Promise<void> =>
      store.durable([...writes, ...alongside]);
    await outbox.tell(task, newsOf(event), keep);
  }

  async #interrupted(
    task: WriteTask,
    { run, safeSince, rewired }: Extract<BoardEvent, { kind: 'interrupted' }>,
    alongside: readonly Write[],
  ): Promise<void> {
    const { clock, look } = this.#parts;
    const { thing, property, value, until } = run;
    const now = (await look(run)) ?? NO_READING;
    const leftMs = Math.max(0, until - (safeSince ?? clock.now()));
    const since = {
      ...(safeSince === undefined ? {} : { safeSince }),
      ...(rewired === undefined ? {} : { rewired }),
    };
    const { words } = task;
    const kind = 'interrupted';
    const news: News = { kind, thing, property, value, leftMs, ...since, now, words };
    await this.#end(this.#unseen(task), news, alongside);
  }

  async #unknown(task: WriteTask, alongside?: readonly Write[]): Promise<void> {
    const { thing, property, value, words } = task;
    const now = (await this.#parts.look(task)) ?? NO_READING;
    const news: News = { kind: 'unknown', thing, property, value, now, words };
    await this.#end(this.#unseen(task), news, alongside);
  }

  /** The end of the task and the letter are one batch: neither is there without the other. */
  #end(ended: Task, news: News, alongside: readonly Write[] = []): Promise<void> {
    const { outbox, tasks } = this.#parts;
    return outbox.tell(ended, news, (writes) => tasks.save(ended, [...writes, ...alongside]));
  }

  /** It was running when the process ended: how it went nobody saw. */
  #unseen(task: WriteTask): WriteTask {
    return { ...task, state: 'unknown', endedAt: this.#parts.clock.now() };
  }
}

function newsOf(event: Exclude<BoardEvent, { kind: 'interrupted' }>): News {
  if (event.kind !== 'run-ended') return event;
  const { run, outcome } = event;
  const { thing, property, forMs } = run;
  return { kind: 'run-ended', thing, property, forMs, outcome };
}

function noticeOf({ words, text, refusal }: ActionTask): News {
  const isFailure = refusal !== undefined;
  return { kind: 'notice', name: words, isFailure, text: text ?? refusal?.message ?? '' };
}
