/**
 * Which question a plain "yes" answers: the one that stands last in its chat; or else, where exactly one
 * waits for this person elsewhere, that one, and the reply says which it was. Of several none is taken:
 * they are asked here, one after the other.
 */
import type { Asker } from '../actions/asker.ts';
import type { ConfirmRequest } from '../actions/chat-port.ts';
import type { Clock } from '../core/clock.ts';
import type { OpenQuestion, OpenQuestions } from './open-questions.ts';
import { QuestionQueue, type Closing } from './question-queue.ts';
import type { ClosedQuestion } from './upcoming.ts';

export interface ChatQuestionsParts {
  readonly clock: Clock;
  readonly open: Pick<OpenQuestions, 'openFor' | 'has'>;
}

export type MeantQuestion =
  | { readonly kind: 'none'; readonly closed?: Closing }
  | { readonly kind: 'here' | 'elsewhere'; readonly question: ConfirmRequest }
  | { readonly kind: 'several'; readonly questions: readonly ConfirmRequest[] };

export class ChatQuestions {
  readonly #parts: ChatQuestionsParts;
  readonly #queue = new QuestionQueue();

  constructor(parts: ChatQuestionsParts) {
    this.#parts = parts;
  }

  /** They stand in this chat from now on, in the order to ask them. */
  begin(chat: string, questions: readonly ConfirmRequest[]): void {
    this.#queue.begin(chat, questions);
  }

  close(questions: readonly ClosedQuestion[], why: Closing): void {
    this.#queue.close(questions, why);
  }

  answered(chat: string, token: string): void {
    this.#queue.answered(chat, token);
  }

  /** The one that stands last in this chat. */
  next(chat: string): ConfirmRequest | undefined {
    const now = this.#parts.clock.now();
    const { open } = this.#parts;
    return this.#queue.current(chat, ({ token, expiresAt }) => now < expiresAt && open.has(token));
  }

  meant(asker: Asker): MeantQuestion {
    const { chat } = asker;
    const closed = this.#queue.whyClosed(chat, this.#parts.clock.now());
    if (closed !== undefined) return { kind: 'none', closed };
    const standing = this.next(chat);
    if (standing !== undefined) return { kind: 'here', question: standing };
    const open = this.#parts.open
      .openFor(asker)
      .filter(({ token }) => !this.#queue.isPassed(token));
    const own = open.filter(({ isForOthers }) => isForOthers !== true);
    const here = own.findLast((question) => question.chat === chat);
    if (here !== undefined) return { kind: 'here', question: here };
    return meantOf(own) ?? meantOf(open.slice(-1)) ?? { kind: 'none' };
  }
}

function meantOf(questions: readonly OpenQuestion[]): MeantQuestion | undefined {
  const [first, second] = questions;
  if (first === undefined) return undefined;
  return second === undefined
    ? { kind: 'elsewhere', question: first }
    : { kind: 'several', questions };
}
