/**
 * The questions that one message raised, asked one after the other: a yes never answers another
 * question than the one that stands last in the chat.
 */
import type { ConfirmRequest } from '../actions/chat-port.ts';
import { RecentMap } from '../core/recent-map.ts';
import type { ClosedQuestion } from './upcoming.ts';

/** What a person ordered instead of answering. */
export type Closing = 'order' | 'stop';

/** Chats with a question open; older ones have long expired. */
const REMEMBERED_CHATS = 500;

/** Questions that another one came after; older ones have long expired. */
const REMEMBERED_PASSED = 1000;

export class QuestionQueue {
  readonly #waiting = new RecentMap<readonly ConfirmRequest[]>(REMEMBERED_CHATS);
  /** Why nothing stands in a chat, and until when that is worth telling. */
  readonly #closed = new RecentMap<{ readonly why: Closing; readonly until: number }>(
    REMEMBERED_CHATS,
  );
  /** By token. */
  readonly #passed = new RecentMap<true>(REMEMBERED_PASSED);

  /** In the order to ask them. Those of an earlier message wait no longer. */
  begin(chat: string, questions: readonly ConfirmRequest[]): void {
    if (questions.length === 0) return;
    this.#closed.delete(chat);
    for (const { token } of this.#waiting.get(chat) ?? []) this.#passed.set(token, true);
    // Shown once more, it stands there again.
    for (const { token } of questions) this.#passed.delete(token);
    this.#waiting.set(chat, questions);
  }

  /** The one that stands there now. @param isOpen it was neither answered elsewhere nor forgotten */
  current(chat: string, isOpen: (question: ConfirmRequest) => boolean): ConfirmRequest | undefined {
    return this.#waiting.get(chat)?.find(isOpen);
  }

  /** Another question came after it: its button still answers it, but no plain yes does. */
  isPassed(token: string): boolean {
    return this.#passed.has(token);
  }

  /** Something was ordered since: no yes answers them, nor what was to be asked after them. */
  close(questions: readonly ClosedQuestion[], why: Closing): void {
    for (const { chat, expiresAt } of questions) {
      this.#waiting.delete(chat);
      this.#closed.set(chat, { why, until: expiresAt });
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
