/**
 * The gateway's half of the one mechanism: a request becomes a task, the task a signed command, and
 * the board's outcome the task's end.
 *
 *   request → role → confirm? → task (durable) → signed command → board → task ended (durable)
 */
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { PropertyAddress, Value } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Site, SiteProperty } from '../config/site.ts';
import type { Confirmation, Confirmations } from '../policy/confirmations.ts';
import { authorizeWrite } from '../policy/roles.ts';
import type { RefusalLedger } from '../state/refusal-ledger.ts';
import type { Write } from '../state/store.ts';
import { refuseTask } from './errors.ts';
import { findTarget, type Target } from './find-target.ts';
import type { Inbox } from './inbox.ts';
import { MAX_WORDS } from './limits.ts';
import type { NewsDesk } from './news-desk.ts';
import { peopleNeeded } from './people-needed.ts';
import type { PinControl, PinOrder } from './pin-control.ts';
import type { Proposal, Proposals, Said } from './proposal.ts';
import type { TaskQueue } from './queue/task-queue.ts';
import { isStart, isWrite, type Level, type Task, type WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';
import { outcomeOf } from './task-outcome.ts';

/** Plain data: what is confirmed is hashed. */
export type WriteRequest = {
  readonly thing: string;
  readonly property: string;
  readonly value: Value;
  /** "for ten minutes", ms. */
  readonly forMs?: number | undefined;
  /** "at six", epoch ms. */
  readonly startsAt?: number | undefined;
  /** The task that it takes back. */
  readonly undoes?: string | undefined;
  /** Asks before it is written, whatever the site says of the property. */
  readonly asksFirst?: boolean | undefined;
  /** Not without the one before it in its order. */
  readonly follows?: boolean | undefined;
};

/** What one sentence asks for: confirmed by one yes, carried out in this sequence. */
export type Order = {
  readonly writes: readonly WriteRequest[];
  /** Instead of writes: the test of a line. */
  readonly pinTest?: PinOrder;
  /** Instead of writes: what another room would change. */
  readonly proposal?: Proposal;
};

export type ControlResult =
  | ({ readonly kind: 'ended' } & EndedTask)
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation<Order> }
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
  readonly tasks: Pick<TaskList, 'save'>;
  readonly inbox: Inbox;
  readonly confirmations: Confirmations<Order>;
  /** Who asked for what they may not do. What the board refuses, the board records. */
  readonly refusals: Pick<RefusalLedger, 'record'>;
  readonly news: Pick<NewsDesk, 'confirmed'>;
  readonly pins: Pick<PinControl, 'run'>;
  readonly proposals: Proposals;
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
    const order = { writes };
    if (people === 0 || writes.length === 0)
      return [...refusals, ...(await this.#carryOut(order, asker, asker))];
    const confirmation = this.#parts.confirmations.ask(order, asker, people);
    return [...refusals, { kind: 'confirm', confirmation }];
  }

  /** The test of a line always asks: nobody knows what hangs on it. */
  askPinTest(pinTest: PinOrder, asker: Asker): ControlResult {
    const order = { writes: [], pinTest };
    return { kind: 'confirm', confirmation: this.#parts.confirmations.ask(order, asker, 1) };
  }

  propose(proposal: Proposal, asker: Asker): Extract<ControlResult, { kind: 'confirm' }> {
    const order = { writes: [], proposal };
    return { kind: 'confirm', confirmation: this.#parts.confirmations.ask(order, asker, 1) };
  }

  /** The answer to a question. A yes does exactly what was asked then, and nothing else. */
  async answer(token: string, yes: boolean, by: Asker): Promise<readonly ControlResult[]> {
    const confirmation = this.#parts.confirmations.answer(token, by, ({ writes }) =>
      writes.map((write) => this.objection(write, by)).find((refusal) => refusal !== undefined),
    );
    if (isRefusal(confirmation)) return [refused(confirmation)];
    if (!yes) return [refused(refuseTask('TASK_DECLINED', 'it was declined'))];
    const { asker, what } = confirmation;
    const isOther = by.person !== asker.person;
    const words = isOther ? `${asker.words} (confirmed by ${by.person})` : asker.words;
    if (what.pinTest !== undefined)
      return [{ kind: 'tested', outcome: await this.#parts.pins.run(what.pinTest, asker) }];
    if (what.proposal !== undefined)
      return [agreed(await this.#parts.proposals.carryOut(what.proposal, { ...by, words }))];
    return this.#carryOut(what, { ...asker, words }, by);
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

  async #check(request: WriteRequest, asker: Asker): Promise<Target | Refusal> {
    const target = this.#find(request);
    if (isRefusal(target)) return target;
    const denied = await this.#denies(target, asker);
    const level = levelOf(request, asker, target.property);
    return denied ?? this.#parts.queue.busy({ ...asker, level }) ?? this.#isPast(request) ?? target;
  }

  /** @param by who gets the reply: whoever asked, or whoever confirmed. */
  async #carryOut({ writes }: Order, asker: Asker, by: Asker): Promise<readonly ControlResult[]> {
    const order = this.#orderOf(asker);
    const results: ControlResult[] = [];
    for (const write of writes) {
      const before = results.at(-1);
      if (write.follows === true && before !== undefined && !isWellBegun(before)) continue;
      results.push(await this.#begin(this.#task(write, order, asker), asker, by));
    }
    return results;
  }

  async #begin(task: WriteTask, asker: Asker, by: Asker): Promise<ControlResult> {
    const { tasks, schedule, news } = this.#parts;
    const alongside = this.#taken(by);
    if (task.state === 'waiting') {
      await tasks.save(task, alongside);
      schedule(task);
      return { kind: 'planned', task };
    }
    const tellAsker: TellEnd = (ended, outcome, more) =>
      news.confirmed(ended, outcome, by.person, more);
    const ended = await this.run(task, {
      onProgress: by.onProgress,
      alongside,
      ...(by.chat === asker.chat ? {} : { end: tellAsker }),
    });
    return isRefusal(ended) ? refused(ended) : { kind: 'ended', ...ended };
  }

  #task(request: WriteRequest, order: string, asker: Asker): WriteTask {
    const { thing, value, forMs, startsAt, undoes } = request;
    const now = this.#parts.clock.now();
    const { person, via, through, chat, language, words } = asker;
    const target = this.#find(request);
    const property = isRefusal(target) ? undefined : target.property;
    return {
      ...{ id: createId('task', now), kind: 'write', level: levelOf(request, asker, property) },
      ...(startsAt === undefined ? { state: 'queued' } : { state: 'waiting', waitsFor: 'time' }),
      ...{ order, thing, property: request.property, value, forMs, undoes },
      ...(startsAt === undefined ? {} : { startsAt }),
      ...{ person, via, through, chat, language, words: words.slice(0, MAX_WORDS), createdAt: now },
    };
  }

  /** What a person writes in one message is one order, however many actions it became. */
  #orderOf({ chat, message }: Asker): string {
    return message === undefined
      ? createId('order', this.#parts.clock.now())
      : `${chat}/${message}`;
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

function mostOf(one: 0 | 1 | 2, other: 0 | 1 | 2): 0 | 1 | 2 {
  return one > other ? one : other;
}

/** What was submitted as a write ends as one. */
function asWrite(task: Task): WriteTask {
  if (isWrite(task)) return task;
  throw new TypeError(`${task.id} is no write`);
}
