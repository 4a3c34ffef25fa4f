/**
 * Tells people what they did not just ask for: how a run ended, that one waits for their yes, and that a
 * workflow missed its time. Each is told once, in one batch with what it tells of.
 */
import type { Speech } from '../../actions/speech.ts';
import type { Language, Role } from '../../actions/asker.ts';
import type { PlatformNews, PlatformNotice } from '../../tasks/events/platform-news.ts';
import type { Outbox } from '../../tasks/outbox.ts';
import { tellTogether, type Keep, type Telling } from '../../tasks/tell-together.ts';
import type { Store, Write } from '../../state/store.ts';
import {
  sayAsked,
  sayEventsLost,
  sayHeld,
  sayMissed,
  sayRun,
  sayTurnedAway,
  type TurnedAway,
} from '../say-workflows.ts';
import { picturesIn } from '../report/pictures-in.ts';
import type { Step, Workflow } from '../workflow.ts';
import { approverOf } from './approver-of.ts';
import { askingStep, type Run } from './run.ts';

export interface RunTellerParts {
  readonly news: Pick<PlatformNews, 'tell'>;
  readonly outbox: Pick<Outbox, 'announce'>;
  readonly store: Pick<Store, 'durable'>;
  readonly speech: Speech;
  readonly language: () => Language;
  /** The chats of all people: told what nobody may miss, where a workflow names nobody. */
  readonly everybody: () => readonly Addressee[];
  readonly mayAnswer: (
    person: string,
    to: { readonly role: Role; readonly orders: readonly Step[] },
  ) => boolean;
}

type Chat = Omit<Addressee, 'person'>;

export interface Addressee {
  readonly person: string;
  readonly chat: string;
  readonly language: Language;
}

export interface Ending {
  /** Absent: it is no more. */
  readonly workflow: Workflow | undefined;
  /** Whoever started it waits, and gets the end as the answer. */
  readonly isAwaited: boolean;
}

export interface Asking {
  readonly workflow: Workflow;
  /** What a yes would do. */
  readonly orders: readonly Step[];
}

/** Whoever started a run waits so long for its end; what takes longer is told. */
export const PATIENCE_MS = 10_000;

export class RunTeller {
  readonly #parts: RunTellerParts;

  constructor(parts: RunTellerParts) {
    this.#parts = parts;
  }

  async ended(run: Run, { workflow, isAwaited }: Ending, keep: Keep): Promise<void> {
    const { speech, language } = this.#parts;
    const isWell = run.state === 'done' || run.state === 'cancelled';
    const name = workflow?.title ?? run.workflow;
    const status = run.state === 'running' ? 'unknown' : run.state;
    const say = (as: Language): string => sayRun(run, speech, as);
    const pictures = picturesIn(Object.values(run.steps).map(({ output }) => output));
    const notice = {
      pictures,
      id: `${run.id}.end`,
      task: { id: run.id, name, status, output: say(language()) },
    };
    const news: Told = { notice, say, isFailure: !isWell };
    const platforms = workflow?.notify ?? [];
    const others = isWell || platforms.length > 0 ? [] : this.#parts.everybody();
    const { asked } = run;
    const own = asked === undefined || isAwaited ? [] : [asked];
    // Whoever started it; everybody of what went wrong that nobody started, or that lost whoever did.
    const rest = asked === undefined || hasLostRights(run) ? others : [];
    const chats = [...own, ...rest.filter(({ chat }) => chat !== asked?.chat)];
    await this.#tell(news, { platforms, chats }, keep);
  }

  /** A step of it waits for people: those are asked who may answer. */
  async asks(run: Run, { workflow, orders }: Asking, keep: Keep): Promise<void> {
    const { title: name, notify: platforms } = workflow;
    const { speech, language, everybody, mayAnswer } = this.#parts;
    const say = (as: Language): string => sayAsked(run, orders, speech, as);
    const task = { id: run.id, name, status: 'waiting', output: say(language()) } as const;
    const step = askingStep(run) ?? '';
    const role = approverOf(run, workflow, step);
    const only = (person: string): boolean => mayAnswer(person, { role, orders });
    // One that is asked again is told again.
    const id = `${run.id}.${step}.ask.${String(run.steps[step]?.attempt ?? 0)}`;
    const news: Told = { notice: { id, task, only }, say, isFailure: false };
    const people = everybody().filter(({ person }) => only(person));
    await this.#tell(news, { platforms, chats: platforms.length > 0 ? [] : people }, keep);
  }

  /** It waits until its workflow can be read. Who is told of it else, stands there, too. */
  async held(run: Run): Promise<void> {
    const { language, everybody, store } = this.#parts;
    const say = (as: Language): string => sayHeld(run, as);
    const { id, workflow: name, asked } = run;
    const task = { id, name, status: 'waiting', output: say(language()) } as const;
    const news: Told = { notice: { id: `${id}.held`, task }, say, isFailure: false };
    const to = { platforms: [], chats: asked === undefined ? everybody() : [asked] };
    await this.#tell(news, to, (writes) => store.durable(writes));
  }

  /** @param dues when it should have run, epoch ms */
  async missed(
    workflow: Workflow,
    dues: readonly number[],
    alongside: readonly Write[],
  ): Promise<void> {
    const { speech } = this.#parts;
    const say = (as: Language): string => sayMissed(workflow.title, dues, speech, as);
    await this.#notRun(workflow, { id: `missed.${String(dues.at(-1) ?? 0)}`, say }, alongside);
  }

  /** Its time had come, and it could not begin. */
  async turnedAway(
    workflow: Workflow,
    turned: TurnedAway,
    alongside: readonly Write[],
  ): Promise<void> {
    const { speech } = this.#parts;
    const say = (as: Language): string => sayTurnedAway(workflow.title, turned, speech, as);
    await this.#notRun(workflow, { id: `turned-away.${String(turned.at)}`, say }, alongside);
  }

  /** A board was away for so long that it could not keep all it had to tell. */
  async lost(
    board: string,
    { at, count }: { readonly at: number; readonly count: number },
    alongside: readonly Write[],
  ): Promise<void> {
    const { language, everybody, store } = this.#parts;
    const say = (as: Language): string => sayEventsLost(board, count, as);
    const task = { id: board, name: board, status: 'missed', output: say(language()) } as const;
    const notice = { id: `${board}.lost.${String(at)}`, task };
    const to = { platforms: [], chats: everybody() };
    await this.#tell({ notice, say, isFailure: false }, to, (writes) =>
      store.durable([...alongside, ...writes]),
    );
  }

  async #notRun(
    { name: id, title: name, notify: platforms }: Workflow,
    { id: what, say }: { readonly id: string; readonly say: (language: Language) => string },
    alongside: readonly Write[],
  ): Promise<void> {
    const { language, everybody, store } = this.#parts;
    const task = { id, name, status: 'missed', output: say(language()) } as const;
    const to = { platforms, chats: platforms.length > 0 ? [] : everybody() };
    const notice = { id: `${id}.${what}`, task };
    await this.#tell({ notice, say, isFailure: false }, to, (writes) =>
      store.durable([...alongside, ...writes]),
    );
  }

  /** All of them, and what it tells of, in one batch. */
  async #tell(
    { notice, say, isFailure }: Told,
    { platforms, chats }: { platforms: readonly string[]; chats: readonly Chat[] },
    keep: Keep,
  ): Promise<void> {
    const { news, outbox } = this.#parts;
    const { task, pictures = [] } = notice;
    const { name } = task;
    const toPlatforms = platforms.map((platform): Telling => async (next) => {
      const own = { ...notice, id: `${notice.id}.${platform}` };
      if (!(await news.tell(platform, own, next))) await next([]);
    });
    const toChats = chats.map(({ chat, language }): Telling => (next) => {
      const shown = pictures.length === 0 ? {} : { pictures };
      const letter = { kind: 'notice', name, isFailure, text: say(language), ...shown } as const;
      return outbox.announce([{ chat, language }], letter, next);
    });
    await tellTogether([...toPlatforms, ...toChats], keep);
  }
}

function hasLostRights({ steps }: Run): boolean {
  return Object.values(steps).some(({ refusal }) => refusal?.code === 'WORKFLOW_RIGHTS_LOST');
}

interface Told {
  readonly notice: PlatformNotice;
  readonly say: (language: Language) => string;
  readonly isFailure: boolean;
}
