/**
 * The gateway's half of the one mechanism: a request becomes a task, the task a signed command, and
 * the board's outcome the task's end.
 *
 *   request → role → confirm? → task (durable) → signed command → board → task ended (durable)
 */
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import { formatAddress, type PropertyAddress, type Value } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Site, SiteProperty, SiteThing } from '../config/site.ts';
import type { Command } from '../policy/command.ts';
import type { Confirmation, Confirmations } from '../policy/confirmations.ts';
import { authorizeWrite } from '../policy/roles.ts';
import { sealCommand } from '../policy/sealed-command.ts';
import type { SiteKey } from '../policy/site-key.ts';
import type { Write } from '../state/store.ts';
import type { CommandLink } from './command-link.ts';
import { refuseTask } from './errors.ts';
import type { Inbox } from './inbox.ts';
import { isOpen, type Task } from './task.ts';
import type { TaskList } from './task-list.ts';

/** Plain data: what is confirmed is hashed. */
export type WriteRequest = {
  readonly thing: string;
  readonly property: string;
  readonly value: Value;
  /** "for ten minutes", ms. */
  readonly forMs?: number | undefined;
  /** "at six", epoch ms. */
  readonly startsAt?: number | undefined;
};

export type ControlResult =
  | { readonly kind: 'ended'; readonly task: Task; readonly outcome: Outcome }
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation<WriteRequest> }
  | { readonly kind: 'scheduled'; readonly task: Task }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface ControlParts {
  readonly site: Site;
  readonly key: SiteKey;
  readonly link: CommandLink;
  readonly tasks: TaskList;
  readonly inbox: Inbox;
  readonly confirmations: Confirmations<WriteRequest>;
  readonly clock: Clock;
  /** Arms a task that starts later. */
  readonly schedule: (task: Task) => void;
}

/** A command is carried out now or never: a board that was away must not act on last minute's wish. */
const DEADLINE_MS = 30_000;

/** More open work than a person can want; the next one is told to wait. */
const MAX_OPEN = 200;

export class Control {
  readonly #parts: ControlParts;

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  async request(request: WriteRequest, asker: Asker): Promise<ControlResult> {
    const target = this.#find(request);
    if (isRefusal(target)) return { kind: 'refused', refusal: target };
    const denied = authorizeWrite(target.thing, asker) ?? this.#isBusy() ?? this.#isPast(request);
    if (denied !== undefined) return { kind: 'refused', refusal: denied };
    const people = peopleNeeded(target.property, request.value);
    return people === 0 ? this.#begin(request, asker) : this.#ask(request, asker, people);
  }

  /** The answer to a question. A yes does exactly what was asked then, and nothing else. */
  async answer(token: string, yes: boolean, by: Asker): Promise<ControlResult> {
    const confirmation = this.#parts.confirmations.answer(token, by);
    if (isRefusal(confirmation)) return { kind: 'refused', refusal: confirmation };
    if (!yes) return { kind: 'refused', refusal: refuseTask('TASK_DECLINED', 'it was declined') };
    const { asker, what } = confirmation;
    const words = `${asker.words} (confirmed by ${by.person})`;
    const { onProgress, message } = by;
    return this.#begin(what, {
      ...asker,
      words,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(message === undefined ? {} : { message }),
    });
  }

  /** Carries out a task that was saved before: now, or because its time has come. */
  async run(
    task: Task,
    asker?: Pick<Asker, 'onProgress' | 'message'>,
  ): Promise<{ task: Task; outcome: Outcome }> {
    const command = this.#command(task);
    const running: Task = { ...task, state: 'running', command: command.id };
    await this.#parts.tasks.save(running, this.#taken(task.chat, asker?.message));
    const onSettling = (progress: { waitingFor?: PropertyAddress }): void => {
      const { id, thing, property, value } = task;
      asker?.onProgress?.({ task: id, thing, property, value, ...progress });
    };
    const outcome = await this.#parts.link.send(
      command.board,
      sealCommand(command, this.#parts.key),
      onSettling,
    );
    const ended = endTask(running, outcome, this.#parts.clock.now());
    await this.#parts.tasks.save(ended);
    return { task: ended, outcome };
  }

  async #begin(request: WriteRequest, asker: Asker): Promise<ControlResult> {
    const task = this.#task(request, asker);
    if (task.state === 'running') return { kind: 'ended', ...(await this.run(task, asker)) };
    await this.#parts.tasks.save(task, this.#taken(task.chat, asker.message));
    this.#parts.schedule(task);
    return { kind: 'scheduled', task };
  }

  #ask(request: WriteRequest, asker: Asker, people: 1 | 2): ControlResult {
    const confirmation = this.#parts.confirmations.ask(request, asker, people);
    return { kind: 'confirm', confirmation };
  }

  #task({ thing, property, value, forMs, startsAt }: WriteRequest, asker: Asker): Task {
    const now = this.#parts.clock.now();
    const { person, via, chat, words } = asker;
    return {
      id: createId('task', now),
      state: startsAt === undefined ? 'running' : 'waiting',
      ...{ thing, property, value },
      ...(forMs === undefined ? {} : { forMs }),
      ...(startsAt === undefined ? {} : { startsAt }),
      ...{ person, via, chat, words: words.slice(0, 500), createdAt: now },
    };
  }

  #command({ thing, property, value, forMs, person, via, words }: Task): Command {
    const now = this.#parts.clock.now();
    const target = this.#find({ thing, property });
    return {
      id: createId('cmd', now),
      board: isRefusal(target) ? 'unknown' : target.thing.board,
      ...{ thing, property, value },
      ...(forMs === undefined ? {} : { forMs }),
      ...{ requester: person, via, cause: words, issuedAt: now, deadline: now + DEADLINE_MS },
    };
  }

  #taken(chat: string, message: string | undefined): readonly Write[] {
    return message === undefined ? [] : [this.#parts.inbox.taken(chat, message)];
  }

  #find(address: PropertyAddress): { thing: SiteThing; property: SiteProperty } | Refusal {
    const thing = this.#parts.site.boards
      .flatMap(({ things }) => things)
      .find(({ id }) => id === address.thing);
    const property = thing?.properties.find(({ name }) => name === address.property);
    if (thing !== undefined && property?.writable === true) return { thing, property };
    const name = formatAddress(address);
    const hint = 'See what there is with: boardtalk things';
    return property === undefined
      ? { code: 'DEVICE_UNKNOWN', message: `there is no ${name} on this site`, hint }
      : { code: 'DEVICE_NOT_WRITABLE', message: `${name} cannot be written`, hint };
  }

  #isBusy(): Refusal | undefined {
    const open = this.#parts.tasks.list().filter(isOpen).length;
    return open < MAX_OPEN ? undefined : refuseTask('TASK_BUSY', `${String(open)} tasks are open`);
  }

  #isPast({ startsAt }: WriteRequest): Refusal | undefined {
    if (startsAt === undefined || startsAt > this.#parts.clock.now()) return undefined;
    return refuseTask('TASK_IN_THE_PAST', 'that time is over');
  }
}

/** 0 = no question: most writes, and those in the harmless direction. */
function peopleNeeded({ confirm }: SiteProperty, value: Value): 0 | 1 | 2 {
  if (confirm === undefined) return 0;
  const { to, people } = confirm;
  const isTo =
    to === 'any' ||
    to === value ||
    ((to === 'on' || to === 'open') && value !== false && value !== 0);
  const isBack = (to === 'off' || to === 'closed') && (value === false || value === 0);
  return isTo || isBack ? people : 0;
}

function endTask(task: Task, outcome: Outcome, endedAt: number): Task {
  const receipt = outcome.status === 'refused' ? undefined : outcome.receipt;
  const refusal = outcome.status === 'done' ? undefined : outcome.refusal;
  return {
    ...task,
    state: outcome.status,
    endedAt,
    ...(receipt === undefined ? {} : { receipt }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}
