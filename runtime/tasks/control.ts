/**
 * The gateway's half of the one mechanism: a request becomes a task, the task a signed command, and
 * the board's outcome the task's end.
 *
 *   request → role → confirm? → task (durable) → signed command → board → task ended (durable)
 */
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import { createId, IdRow } from '../core/ids.ts';
import type { PropertyAddress } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Site, SiteProperty } from '../config/site.ts';
import { authorizeWrite } from '../policy/roles.ts';
import type { RefusalLedger } from '../state/refusal-ledger.ts';
import type { Write } from '../state/store.ts';
import { refuseTask } from './errors.ts';
import { findTarget, type Target } from './find-target.ts';
import type { Inbox } from './inbox.ts';
import { MAX_WORDS } from './limits.ts';
import type { NewsDesk } from './news-desk.ts';
import { orderOf } from './begun-by.ts';
import { orderKey } from './order-key.ts';
import { mostOf, type WriteRequest } from './order.ts';
import { peopleNeeded } from './people-needed.ts';
import type { PinControl, PinOrder } from './pin-control.ts';
import type { Proposal, Proposals, Said } from './proposal.ts';
import type { Answered, QuestionDesk } from './question-desk.ts';
import type { TaskQueue } from './queue/task-queue.ts';
import { withSubscriber } from './audience.ts';
import { isStart, isWrite, type Level, type Task, type WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';
import { outcomeOf } from './task-outcome.ts';

export type ControlResult =
  | ({ readonly kind: 'ended' } & EndedTask)
  | ({ readonly kind: 'confirm' } & Answered)
  | { readonly kind: 'planned'; readonly task: WriteTask }
  | { readonly kind: 'cancelled'; readonly task: WriteTask }
  | { readonly kind: 'tested'; readonly outcome: Outcome }
  | { readonly kind: 'agreed'; readonly said: Said }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

interface EndedTask {
  readonly task: WriteTask;
  readonly outcome: Outcome;
}

export interface ControlParts {
  readonly site: Site;
  readonly queue: Pick<TaskQueue, 'submit' | 'busy'>;
  readonly tasks: Pick<TaskList, 'save' | 'find'>;
  readonly inbox: Inbox;
  readonly questions: Pick<QuestionDesk, 'ask' | 'answer' | 'decline'>;
  /** Who asked for what they may not do. What the board refuses, the board records. */
  readonly refusals: Pick<RefusalLedger, 'record'>;
  readonly news: Pick<NewsDesk, 'carriedOut' | 'agreed' | 'planned'>;
  readonly pins: Pick<PinControl, 'run'>;
  readonly proposals: Proposals;
  /** Why nothing is begun here, and only stopped: another gateway leads the site. */
  readonly standsBack: (asker?: Pick<Asker, 'parent'>) => Refusal | undefined;
  readonly clock: Clock;
  /** Arms a task that starts later. */
  readonly schedule: (task: WriteTask) => void;
}

interface RunOptions {
  readonly onProgress?: Asker['onProgress'];
  /** Durable together with the start of the task. */
  readonly alongside?: readonly Write[];
  /** Makes the end durable. Default: in the list of tasks, and nothing else. */
  readonly end?: TellEnd;
}

/** @param alongside becomes durable with it */
type TellEnd = (ended: WriteTask, outcome: Outcome, alongside?: readonly Write[]) => Promise<void>;

export class Control {
  readonly #parts: ControlParts;
  /** Read again after a restart, tasks stand in the order of their ids. */
  readonly #ids = new IdRow('task');

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  /** One write. */
  async request(request: WriteRequest, asker: Asker): Promise<ControlResult> {
    const [result] = await this.order([request], asker);
    return result ?? nothingAsked();
  }

  /**
   * Several writes of one sentence. What this person may not do is refused each by itself; when any
   * of the rest needs a yes, all of it waits for one.
   */
  async order(requests: readonly WriteRequest[], asker: Asker): Promise<readonly ControlResult[]> {
    const refusals: ControlResult[] = [];
    const writes: WriteRequest[] = [];
    let people: 0 | 1 | 2 = 0;
    for (const request of requests) {
      const target = await this.#check(request, asker);
      if (isRefusal(target)) refusals.push(refused(target));
      else {
        people = mostOf(people, peopleNeeded(target.property, request, asker));
        writes.push(request);
      }
    }
    const tasks = this.#tasks(writes, asker);
    if (people === 0 || writes.length === 0)
      return [...refusals, ...(await this.#carryOut(writes, tasks, asker))];
    const question = { order: { writes }, tasks, asker, people };
    const asked = await this.#parts.questions.ask(question, this.#taken(asker));
    return [...refusals, { kind: 'confirm', ...asked }];
  }

  /** The test of a line always asks: nobody knows what hangs on it. */
  async askPinTest(pinTest: PinOrder, asker: Asker): Promise<ControlResult> {
    const order = { writes: [], pinTest };
    const question = { order, tasks: [], asker, people: 1 } as const;
    return { kind: 'confirm', ...(await this.#parts.questions.ask(question, [])) };
  }

  async propose(
    proposal: Proposal,
    asker: Asker,
  ): Promise<Extract<ControlResult, { kind: 'confirm' }>> {
    const question = { order: { writes: [], proposal }, tasks: [], asker, people: 1 } as const;
    return { kind: 'confirm', ...(await this.#parts.questions.ask(question, [])) };
  }

  /** The answer to a question. A yes does exactly what was asked then, and nothing else. */
  async answer(token: string, yes: boolean, by: Asker): Promise<readonly ControlResult[]> {
    const { questions, pins, proposals, standsBack } = this.#parts;
    const behind = yes ? standsBack() : undefined;
    const answered = questions.answer(token, by, ({ writes }) =>
      [behind, ...writes.map((write) => this.objection(write, by))].find(
        (refusal) => refusal !== undefined,
      ),
    );
    if (isRefusal(answered)) return [refused(answered)];
    if (!yes) {
      await questions.decline(answered, by, this.#taken(by));
      return [refused(refuseTask('TASK_DECLINED', 'it was declined'))];
    }
    const { asker, what } = answered.confirmation;
    if (what.pinTest !== undefined)
      return [{ kind: 'tested', outcome: await pins.run(what.pinTest, asker) }];
    if (what.proposal !== undefined) {
      const words = `${asker.words}${noteOf(asker, by)}`;
      return [agreed(await proposals.carryOut(what.proposal, { ...by, words }))];
    }
    const tasks = answered.tasks.map((task) => confirmed(task, by));
    return this.#carryOut(what.writes, tasks, by);
  }

  /** Why this person may not change that thing; undefined when they may. */
  async authorize(address: PropertyAddress, asker: Asker): Promise<Refusal | undefined> {
    const target = this.#find(address);
    return isRefusal(target) ? target : this.#denies(target, asker);
  }

  /** The same, where it was not asked for: nobody is recorded as refused. */
  objection(address: PropertyAddress, by: Asker): Refusal | undefined {
    const target = this.#find(address);
    return isRefusal(target) ? target : authorizeWrite(target.thing, by);
  }

  /** Carries out a task: now, or because its time has come; in its turn. */
  async run(task: WriteTask, options: RunOptions = {}): Promise<EndedTask | Refusal> {
    const { onProgress, alongside, end } = options;
    const ticket = this.#parts.queue.submit(task, {
      ...{ onProgress, alongside },
      ...(end !== undefined && {
        end: (ended, more) => end(asWrite(ended), outcomeOf(asWrite(ended)), more),
      }),
    });
    if (isRefusal(ticket)) return ticket;
    const ended = asWrite(await ticket.ended);
    return { task: ended, outcome: outcomeOf(ended) };
  }

  /** Its time has come. */
  async runPlanned(task: WriteTask): Promise<void> {
    const { news, standsBack, clock } = this.#parts;
    const refusal = isStart(task) ? standsBack() : undefined;
    if (refusal === undefined) await this.run(task, { end: (...end) => news.planned(...end) });
    else {
      const ended: WriteTask = { ...task, state: 'refused', endedAt: clock.now(), refusal };
      await news.planned(ended, { status: 'refused', refusal });
    }
  }

  async #check(request: WriteRequest, asker: Asker): Promise<Target | Refusal> {
    const target = this.#find(request);
    if (isRefusal(target)) return target;
    const denied = await this.#denies(target, asker);
    const level = levelOf(request, asker, target.property);
    const { queue, standsBack } = this.#parts;
    const isStop = level === 'safety' && request.startsAt === undefined;
    const behind = isStop ? undefined : standsBack(asker);
    return denied ?? behind ?? queue.busy({ ...asker, level }) ?? this.#isPast(request) ?? target;
  }

  /**
   * @param tasks one for each of the writes
   * @param by who gets the reply: whoever asked, or whoever confirmed
   */
  async #carryOut(
    writes: readonly WriteRequest[],
    tasks: readonly WriteTask[],
    by: Asker,
  ): Promise<readonly ControlResult[]> {
    const results: ControlResult[] = [];
    for (const [at, task] of tasks.entries()) {
      const before = results.at(-1);
      if (writes[at]?.follows !== true || before === undefined || isWellBegun(before))
        results.push(await this.#begin(task, by));
      else await this.#leaveOut(task);
    }
    return results;
  }

  /** What rests on a write that did not come about. It is no task unless a question made it one. */
  async #leaveOut(task: WriteTask): Promise<void> {
    const { tasks, clock } = this.#parts;
    const refusal = refuseTask('TASK_IN_PART', 'what it rests on did not come about');
    if (tasks.find(task.id) !== undefined)
      await tasks.save({ ...task, state: 'cancelled', endedAt: clock.now(), refusal });
  }

  async #begin(task: WriteTask, by: Asker): Promise<ControlResult> {
    const { tasks, schedule, news } = this.#parts;
    const alongside = this.#taken(by);
    if (task.state === 'waiting') {
      await news.agreed(task, by, (writes) => tasks.save(task, [...writes, ...alongside]));
      schedule(task);
      return { kind: 'planned', task };
    }
    const end: TellEnd = (ended, outcome, more) => news.carriedOut(ended, outcome, by, more);
    const keyed = { ...task, key: orderKey(by, task) };
    const ended = await this.run(keyed, { onProgress: by.onProgress, alongside, end });
    return isRefusal(ended) ? refused(ended) : { kind: 'ended', ...ended };
  }

  #tasks(writes: readonly WriteRequest[], asker: Asker): readonly WriteTask[] {
    const order = { id: this.#orderOf(asker), size: writes.length };
    return writes.map((write) => this.#task(write, order, asker));
  }

  #task(
    request: WriteRequest,
    { id: order, size }: { readonly id: string; readonly size: number },
    asker: Asker,
  ): WriteTask {
    const { thing, value, forMs, startsAt, undoes } = request;
    const now = this.#parts.clock.now();
    const { person, via, through, parent, chat, language, words } = asker;
    const target = this.#find(request);
    const property = isRefusal(target) ? undefined : target.property;
    return {
      ...{ id: this.#ids.next(now), kind: 'write', level: levelOf(request, asker, property) },
      ...stateOf(startsAt),
      ...{ order, ...(size > 1 && { orderSize: size }) },
      ...{ thing, property: request.property, value, forMs, undoes },
      ...(startsAt === undefined ? {} : { startsAt }),
      ...{ person, via, through, parent, chat, language },
      ...{ words: words.slice(0, MAX_WORDS), createdAt: now },
    };
  }

  /** What a person writes in one message is one order, however many actions it became. */
  #orderOf({ chat, message }: Asker): string {
    return message === undefined
      ? createId('order', this.#parts.clock.now())
      : orderOf(chat, message);
  }

  #taken({ chat, message }: Asker): readonly Write[] {
    return message === undefined ? [] : [this.#parts.inbox.taken(chat, message)];
  }

  #find(address: PropertyAddress): Target | Refusal {
    return findTarget(this.#parts.site, address);
  }

  async #denies({ thing, property }: Target, asker: Asker): Promise<Refusal | undefined> {
    const refusal = authorizeWrite(thing, asker);
    if (refusal === undefined) return undefined;
    const { person: actor, via, words } = asker;
    const about = { board: thing.board, thing: thing.id, property: property.name };
    const cause = words.slice(0, MAX_WORDS);
    await this.#parts.refusals.record({ ...about, actor, via, cause }, refusal);
    return refusal;
  }

  #isPast({ startsAt }: WriteRequest): Refusal | undefined {
    if (startsAt === undefined || startsAt > this.#parts.clock.now()) return undefined;
    return refuseTask('TASK_IN_THE_PAST', 'that time is over');
  }
}

function refused(refusal: Refusal): ControlResult {
  return { kind: 'refused', refusal };
}

function agreed(said: Said | Refusal): ControlResult {
  return isRefusal(said) ? refused(said) : { kind: 'agreed', said };
}

function nothingAsked(): ControlResult {
  return refused(refuseTask('TASK_DECLINED', 'nothing was asked for'));
}

function isWellBegun(result: ControlResult): boolean {
  return result.kind === 'planned' || (result.kind === 'ended' && result.outcome.status === 'done');
}

/** What only stops something, and needs no yes, waits behind nothing; nobody sits and waits for what a workflow does. */
function levelOf(request: WriteRequest, asker: Asker, property: SiteProperty | undefined): Level {
  const isFree = property !== undefined && peopleNeeded(property, request, asker) === 0;
  if (isFree && !isStart(request)) return 'safety';
  return asker.via === 'workflow' ? 'workflow' : 'interactive';
}

/** Beside the words in the journal. */
function noteOf({ person }: Pick<Asker, 'person'>, by: Asker): string {
  return by.person === person ? '' : ` (confirmed by ${by.person})`;
}

/** As it was asked for; whoever said yes stands in the journal, and hears of it as well. */
function confirmed(task: WriteTask, by: Asker): WriteTask {
  const { person, via: platform, chat, language } = by;
  const { waitsFor: _, waitsUntil: __, ...rest } = task;
  const confirmedBy = person === task.person ? {} : { confirmedBy: person };
  const next = { ...rest, ...confirmedBy, ...stateOf(task.startsAt) };
  return withSubscriber(next, { person, platform, chat, language });
}

/** Before it is begun. */
function stateOf(startsAt: number | undefined): Pick<WriteTask, 'state' | 'waitsFor'> {
  return startsAt === undefined ? { state: 'queued' } : { state: 'waiting', waitsFor: 'time' };
}

/** What was submitted as a write ends as one. */
function asWrite(task: Task): WriteTask {
  if (isWrite(task)) return task;
  throw new TypeError(`${task.id} is no write`);
}
