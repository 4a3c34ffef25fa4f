/**
 * The questions that one message raised, asked one after the other: a yes never answers another
 * question than the one that stands last in the chat.
 */
import type { ConfirmRequest } from '../actions/chat-port.ts';
import type { ClosedQuestion } from './upcoming.ts';

/** What a person ordered instead of answering. */
export type Closing = 'order' | 'stop';

/** Chats with a question open; older ones have long expired. */
const REMEMBERED_CHATS = 500;

/** Questions that another one came after; older ones have long expired. */
const REMEMBERED_PASSED = 1000;

export class QuestionQueue {
  readonly #waiting = new Map<string, readonly ConfirmRequest[]>();
  /** Why nothing stands in a chat, and until when that is worth telling. */
  readonly #closed = new Map<string, { readonly why: Closing; readonly until: number }>();
  /** Tokens, oldest first. */
  readonly #passed = new Set<string>();

  /** In the order to ask them. Those of an earlier message wait no longer. */
  begin(chat: string, questions: readonly ConfirmRequest[]): void {
    if (questions.length === 0) return;
    this.#closed.delete(chat);
    for (const { token } of this.#waiting.get(chat) ?? []) this.#pass(token);
    this.#waiting.delete(chat);
    this.#waiting.set(chat, questions);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > REMEMBERED_CHATS && oldest !== undefined) this.#waiting.delete(oldest);
  }

  /** The one that stands there now. @param now epoch ms */
  current(chat: string, now: number): ConfirmRequest | undefined {
    return this.#waiting.get(chat)?.find(({ expiresAt }) => now < expiresAt);
  }

  /** Another question came after it: its button still answers it, but no plain yes does. */
  isPassed(token: string): boolean {
    return this.#passed.has(token);
  }

  #pass(token: string): void {
    this.#passed.add(token);
    const [oldest] = this.#passed;
    if (this.#passed.size > REMEMBERED_PASSED && oldest !== undefined) this.#passed.delete(oldest);
  }

  /** Something was ordered since: no yes answers them, nor what was to be asked after them. */
  close(questions: readonly ClosedQuestion[], why: Closing): void {
    for (const { chat, expiresAt } of questions) {
      this.#waiting.delete(chat);
      this.#closed.delete(chat);
      this.#closed.set(chat, { why, until: expiresAt });
      const [oldest] = this.#closed.keys();
      if (this.#closed.size > REMEMBERED_CHATS && oldest !== undefined) this.#closed.delete(oldest);
    }
  }

  /** As long as a yes may still be meant for a question that was closed. @param now epoch ms */
  whyClosed(chat: string, now: number): Closing | undefined {
    const closed = this.#closed.get(chat);
    return closed !== undefined && now < closed.until ? closed.why : undefined;
  }

  answered(chat: string, token: string): void {
    const left = this.#waiting.get(chat)?.filter((question) => question.token !== token) ?? [];
    if (left.length === 0) this.#waiting.delete(chat);
    else this.#waiting.set(chat, left);
  }
}
