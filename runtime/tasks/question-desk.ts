/**
 * Questions that wait for a yes. Each is a task from the moment it is asked, or several, and whatever
 * ends the question ends them:
 *
 *   waiting for approval ──▶ a yes: carried out, as the same tasks
 *            │
 *            ├──▶ cancelled   a no, an order of the same person about the same things, a stop
 *            └──▶ expired     nobody answered in time; a restart came before
 *
 * Invariants
 * - The tasks are durable before anybody sees the question; what is answered is exactly what was asked.
 * - A question leaves the memory before its end is written: no second answer finds it.
 * - No restart carries one out, and none outlives it: what was true when it was asked may not be so any
 *   more. Its end and the letters that tell of it are one batch, so that people hear of it once.
 */
import type { Asker } from '../actions/asker.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import {
  CONFIRM_WITHIN_MS,
  digestOf,
  type Confirmation,
  type Confirmations,
} from '../policy/confirmations.ts';
import type { Write } from '../state/store.ts';
import { refuseTask } from './errors.ts';
import type { NewsDesk } from './news-desk.ts';
import type { Order } from './order.ts';
import type { QuestionEnd } from './news.ts';
import { awaitsYes, type WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';

export interface QuestionDeskParts {
  readonly confirmations: Confirmations<Order>;
  readonly tasks: Pick<TaskList, 'save' | 'writes' | 'find'>;
  readonly news: Pick<NewsDesk, 'questionEnded'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Question {
  readonly order: Order;
  /** What a yes begins: one for each write of the order. */
  readonly tasks: readonly WriteTask[];
  readonly asker: Asker;
  /** How many people in all. */
  readonly people: 1 | 2;
}

/** A question that was taken out, to be carried out or declined. */
export interface Answered {
  readonly confirmation: Confirmation<Order>;
  readonly tasks: readonly WriteTask[];
}

type How = Exclude<QuestionEnd['how'], 'planned'>;

interface Asked extends Answered {
  readonly timer: Timer;
}

export class QuestionDesk implements Service {
  readonly #parts: QuestionDeskParts;
  readonly #asked = new Map<string, Asked>();

  constructor(parts: QuestionDeskParts) {
    this.#parts = parts;
  }

  /** Tells of those that a restart found open. */
  async start(): Promise<void> {
    const open = this.#parts.tasks.writes().filter(awaitsYes);
    const orders = new Set(open.map(({ order, id }) => order ?? id));
    for (const each of orders)
      await this.#end(
        open.filter(({ order, id }) => (order ?? id) === each),
        { how: 'restart' },
      );
  }

  /** Those that are open are found by the next start. */
  stop(): Promise<void> {
    for (const { timer } of this.#asked.values()) timer.cancel();
    this.#asked.clear();
    return Promise.resolve();
  }

  /** Durable when it resolves. Of two equal questions of one person the older one is withdrawn. */
  async ask(
    { order, tasks, asker, people }: Question,
    alongside: readonly Write[],
  ): Promise<Answered> {
    const { confirmations, clock } = this.#parts;
    const digest = digestOf(order);
    const isSame = (open: Confirmation<Order>): boolean =>
      open.digest === digest && open.asker.person === asker.person;
    await this.withdraw(isSame, { how: 'order', by: asker });
    const expiresAt = clock.now() + CONFIRM_WITHIN_MS;
    const waiting = tasks.map((task): WriteTask => ({
      ...task,
      ...{ state: 'waiting', waitsFor: 'approval', waitsUntil: expiresAt },
    }));
    for (const [at, task] of waiting.entries())
      await this.#parts.tasks.save(task, at === 0 ? alongside : []);
    const confirmation = confirmations.ask(order, asker, people, expiresAt);
    const timer = clock.after(CONFIRM_WITHIN_MS, () => {
      this.#expire(confirmation.token);
    });
    const asked = { confirmation, tasks: waiting };
    this.#asked.set(confirmation.token, { ...asked, timer });
    return asked;
  }

  /**
   * Takes the question out: it is good for one answer, whatever the answer is.
   * @param objects may whoever answers do this at all? A no leaves the question open
   */
  answer(
    token: string,
    by: Asker,
    objects: (what: Order) => Refusal | undefined,
  ): Answered | Refusal {
    const confirmation = this.#parts.confirmations.answer(token, by, objects);
    return isRefusal(confirmation) ? confirmation : { confirmation, tasks: this.#takeOut(token) };
  }

  async decline({ tasks }: Answered, by: Asker, alongside: readonly Write[]): Promise<void> {
    await this.#end(tasks, { how: 'no', by }, alongside);
  }

  /** Takes out what nobody may answer any more: at once; their ends are durable when it resolves. */
  async withdraw(
    isOvertaken: (open: Confirmation<Order>) => boolean,
    { how, by }: { readonly how: How; readonly by: Asker },
  ): Promise<readonly Confirmation<Order>[]> {
    const overtaken = this.#parts.confirmations.withdraw(isOvertaken);
    const ended = overtaken.map(({ token }) => this.#takeOut(token));
    for (const tasks of ended) await this.#end(tasks, { how, by });
    return overtaken;
  }

  /** Declines the question that a task waits for, all of it. The task as it ended; undefined when it waits no more. */
  async cancel(
    { id }: WriteTask,
    by: Asker,
    alongside: readonly Write[],
  ): Promise<WriteTask | undefined> {
    const token = this.find(id)?.token;
    if (token === undefined) return undefined;
    this.#parts.confirmations.withdraw((open) => open.token === token);
    const ended = await this.#end(this.#takeOut(token), { how: 'no', by }, alongside);
    return ended.find((task) => task.id === id);
  }

  /** The question that a task waits for the answer of. */
  find(task: string): Confirmation<Order> | undefined {
    const asked = [...this.#asked.values()];
    return asked.find(({ tasks }) => tasks.some(({ id }) => id === task))?.confirmation;
  }

  #takeOut(token: string): readonly WriteTask[] {
    const { tasks, timer } = this.#asked.get(token) ?? { tasks: [] };
    timer?.cancel();
    this.#asked.delete(token);
    return tasks;
  }

  #expire(token: string): void {
    this.#parts.confirmations.withdraw((open) => open.token === token);
    this.#end(this.#takeOut(token), { how: 'silence' }).catch((error: unknown) => {
      this.#parts.log.error({ error }, 'the end of a question could not be kept');
    });
  }

  /** The letters tell of the first one, and so of the whole order: once, wherever the power is cut. */
  async #end(
    tasks: readonly WriteTask[],
    { how, by }: { readonly how: How; readonly by?: Asker },
    alongside: readonly Write[] = [],
  ): Promise<readonly WriteTask[]> {
    const { clock, news } = this.#parts;
    const isLate = how === 'silence' || how === 'restart';
    const ended = tasks.map(({ waitsFor: _, waitsUntil: __, ...task }): WriteTask => ({
      ...task,
      ...{ state: isLate ? 'expired' : 'cancelled', endedAt: clock.now(), refusal: WHY[how] },
    }));
    const [first, ...others] = ended;
    if (first === undefined) return [];
    // The one with the letters last: cut short before it, all of it is told by the next start, and only then.
    for (const task of others) await this.#parts.tasks.save(task);
    await news.questionEnded(first, { how, by }, alongside);
    return ended;
  }
}

const WHY: Readonly<Record<How, Refusal>> = {
  no: refuseTask('TASK_DECLINED', 'it was declined', { zh: '被拒绝' }),
  order: refuseTask('TASK_DECLINED', 'something else was ordered since', {
    zh: '之后下了别的命令',
  }),
  stop: refuseTask('TASK_DECLINED', 'everything was stopped since', { zh: '之后全部停止了' }),
  silence: refuseTask('TASK_UNANSWERED', 'nobody said yes in time', { zh: '没有人及时确认' }),
  restart: refuseTask('TASK_UNANSWERED', 'the node restarted before anybody said yes', {
    zh: '确认之前节点重启了',
  }),
};
