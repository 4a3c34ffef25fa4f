/** Finds out whom something concerns: what a board did by itself becomes news for the chat that last had to do with it. */
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import { Lane } from '../core/lane.ts';
import { valueSchema, type PropertyAddress, type Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { z } from '../core/schema.ts';
import type { BoardEvent } from '../devices/board-event.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import type { Store, Write } from '../state/store.ts';
import { audienceOf } from './audience.ts';
import type { News, QuestionEnd } from './news.ts';
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

/** Who said something, and where they get their reply. */
type Teller = Pick<Asker, 'person' | 'via' | 'chat'>;

interface EndOptions {
  readonly alongside?: readonly Write[] | undefined;
  /** The chat that hears of it anyhow. */
  readonly except?: string | undefined;
}

/** Durable when it resolves. */
type Keep = (writes: readonly Write[]) => Promise<void>;

/** Of an `outcome` in the journal. */
const lateSchema = z.object({
  status: z.enum(['done', 'failed', 'refused']),
  measured: valueSchema.nullable().default(null),
});

const NO_READING: Reading = { value: null, quality: 'faulty', at: 0 };

export class NewsDesk {
  readonly #parts: NewsDeskParts;
  readonly #lane = new Lane();
  /** The beginning of this life of the node. */
  readonly #bornAt: number;

  constructor(parts: NewsDeskParts) {
    this.#parts = parts;
    this.#bornAt = parts.clock.now();
  }

  /** What a board did by itself. Durable when it resolves, together with `alongside`. */
  hear(event: BoardEvent, alongside: readonly Write[] = []): Promise<void> {
    return this.#lane.run(() => this.#hear(event, alongside));
  }

  /** Ends a planned task, and tells its person, who is not waiting for a reply. */
  async planned(ended: WriteTask, outcome: Outcome, alongside?: readonly Write[]): Promise<void> {
    const { thing, property, words } = ended;
    await this.#end(ended, { kind: 'planned', thing, property, words, outcome }, { alongside });
  }

  /** Ends a task that was carried out for somebody: who gets the reply hears of it there, the others here. */
  async carriedOut(
    ended: WriteTask,
    outcome: Outcome,
    by: Teller,
    alongside?: readonly Write[],
  ): Promise<void> {
    const { thing, property, words } = ended;
    const about = { kind: 'confirmed', thing, property, words } as const;
    const news: News = { ...about, ...whoOf(ended, by), outcome };
    await this.#end(ended, news, { alongside, except: by.chat });
  }

  /** A yes to what starts later: durable with `keep`. */
  async agreed(task: WriteTask, by: Teller, keep: Keep): Promise<void> {
    const { thing, property, words, startsAt } = task;
    const how = { how: 'planned', ...whoOf(task, by), startsAt } as const;
    const news: News = { kind: 'question-ended', thing, property, words, ...how };
    await this.#parts.outbox.announce(audienceOf(task, by.chat), news, keep);
  }

  /** Ends a task whose question got no yes. */
  async questionEnded(
    ended: WriteTask,
    { how, by }: { readonly how: QuestionEnd['how']; readonly by?: Teller | undefined },
    alongside: readonly Write[],
  ): Promise<void> {
    const { thing, property, words } = ended;
    const who = by === undefined ? {} : whoOf(ended, by);
    const news: News = { kind: 'question-ended', thing, property, words, how, ...who };
    await this.#end(ended, news, { alongside, except: by?.chat });
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
      if (!isWrite(task)) return this.#end(task, noticeOf(task), { alongside });
      if (task.state === 'unknown') return this.#unknown(task, alongside);
      return this.#end(task, this.#newsOfEnd(task), { alongside });
    });
  }

  /** What was done before a restart, and is known from the journal, may stand otherwise by now. */
  #newsOfEnd(task: WriteTask): News {
    const { thing, property, words, state, receipt, endedAt = Infinity } = task;
    if (state === 'done' && endedAt < this.#bornAt) {
      const { measured = null } = receipt ?? {};
      const late = { status: state, measured, measuredAt: endedAt };
      return { kind: 'late', thing, property, words, ...late };
    }
    return { kind: 'ended', thing, property, words, outcome: outcomeOf(task) };
  }

  async #hear(event: BoardEvent, alongside: readonly Write[]): Promise<void> {
    const { tasks, store, outbox } = this.#parts;
    const task = 'run' in event ? tasks.byCommand(event.run.command) : tasks.latestOn(event);
    // News without a task concerns nobody in particular; the journal has it.
    if (task === undefined) return alongside.length > 0 ? store.durable(alongside) : undefined;
    if (event.kind === 'interrupted') return this.#interrupted(task, event, alongside);
    const keep = (writes: readonly Write[]): Promise<void> =>
      store.durable([...writes, ...alongside]);
    await outbox.announce(audienceOf(task), newsOf(event), keep);
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
    await this.#end(this.#unseen(task), news, { alongside });
  }

  async #unknown(task: WriteTask, alongside?: readonly Write[]): Promise<void> {
    const { thing, property, value, words } = task;
    const now = (await this.#parts.look(task)) ?? NO_READING;
    const news: News = { kind: 'unknown', thing, property, value, now, words };
    await this.#end(this.#unseen(task), news, { alongside });
  }

  /** The end of the task and the letters are one batch: none is there without the others. */
  #end(ended: Task, news: News, { alongside = [], except }: EndOptions = {}): Promise<void> {
    const { outbox, tasks } = this.#parts;
    return outbox.announce(audienceOf(ended, except), news, (writes) =>
      tasks.save(ended, [...writes, ...alongside]),
    );
  }

  /** It was running when the process ended: how it went nobody saw. */
  #unseen(task: WriteTask): WriteTask {
    return { ...task, state: 'unknown', endedAt: this.#parts.clock.now() };
  }
}

/** Whoever asked knows themselves: they are told at which door they said it. */
function whoOf({ person }: WriteTask, by: Teller): { readonly by: string; readonly via?: string } {
  return { by: by.person, ...(by.person === person && { via: by.via }) };
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
