/**
 * Ends a talk of two machines: one that answers whatever is said to it, and this node, which answers as well.
 * Only what is not understood counts, and the same words again and again: nobody who gives orders ever meets it.
 */
import type { ChatReply } from '../../actions/chat-port.ts';
import type { Clock } from '../../core/clock.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { normalise } from '../../language/normalise.ts';
import { saysStop } from '../../language/small-talk.ts';
import type { ArrivedMessage } from './channel-adapter.ts';

/** In a row. */
const MOST_MISSED = 10;

/** Faster than a person types ten sentences. */
const WITHIN_MS = 60_000;

const SILENT_MS = 60_000;

const MOST_CHATS = 500;

interface Missed {
  readonly text: string;
  readonly count: number;
  readonly sinceMs: number;
  /** Absent: it is answered. */
  readonly silentUntilMs?: number;
}

export class LoopGuard {
  readonly #clock: Clock;
  readonly #missed = new RecentMap<Missed>(MOST_CHATS);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A stop is always heard. */
  judge(chat: string, text: string): 'none' | 'begins' | 'goes on' {
    const missed = this.#missed.get(chat);
    const nowMs = this.#clock.monotonicMs();
    if (missed === undefined || isStop(text)) return 'none';
    if (missed.silentUntilMs !== undefined) {
      if (nowMs < missed.silentUntilMs) return 'goes on';
      this.#missed.delete(chat);
      return 'none';
    }
    if (missed.count < MOST_MISSED) return 'none';
    this.#missed.set(chat, { ...missed, silentUntilMs: nowMs + SILENT_MS });
    return 'begins';
  }

  answered({ chat, text }: Pick<ArrivedMessage, 'chat' | 'text'>, { error }: ChatReply): void {
    const nowMs = this.#clock.monotonicMs();
    const before = this.#missed.get(chat);
    const isTurning = error?.code === 'CHAT_NOT_UNDERSTOOD' || before?.text === text;
    const isFast = before !== undefined && nowMs - before.sinceMs < WITHIN_MS;
    if (isTurning && isFast) this.#missed.set(chat, { ...before, text, count: before.count + 1 });
    else this.#missed.set(chat, { text, count: 1, sinceMs: nowMs });
  }
}

function isStop(text: string): boolean {
  const sentence = normalise(text);
  return sentence !== undefined && saysStop(sentence);
}
