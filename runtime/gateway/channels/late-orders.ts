/**
 * What was written long before it arrived, because this node or its network was away: the pump that was
 * wanted an hour ago may not be wanted now. It is asked for first. In memory: silence, and a restart, is no.
 */
import type { ConfirmRequest } from '../../actions/chat-port.ts';
import type { Clock } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { normalise } from '../../language/normalise.ts';
import { saysStop } from '../../language/small-talk.ts';
import type { ArrivedMessage } from './channel-adapter.ts';
import { languageOf, sayLate } from './channel-phrases.ts';

const LATE_MS = 60_000;

/** As long as any other question: policy/confirmations.ts. */
const ASKED_MS = 120_000;

const MOST = 500;

interface LateOrder {
  readonly message: ArrivedMessage;
  readonly request: ConfirmRequest;
}

const YES = /^(yes|y|ok|okay|ja|sí|si|是|是的|好|好的)[.!。！]?$/i;
const NO = /^(no|n|nein|不|不是|不要|否)[.!。！]?$/i;

export class LateOrders {
  readonly #clock: Clock;
  /** By token. */
  readonly #asked = new RecentMap<LateOrder>(MOST);
  /** The token of the newest one, by chat. */
  readonly #newest = new RecentMap<string>(MOST);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A stop is never too late. */
  isLate({ at, kind, text }: ArrivedMessage): boolean {
    if (kind !== 'text' || this.#clock.now() - at <= LATE_MS) return false;
    const sentence = normalise(text);
    return sentence === undefined || !saysStop(sentence);
  }

  ask(message: ArrivedMessage): ConfirmRequest {
    const token = randomText(16);
    const now = this.#clock.now();
    const question = sayLate(message.text, now - message.at, languageOf(message.text));
    const request = { token, question, expiresAt: now + ASKED_MS };
    this.#asked.set(token, { message, request });
    this.#newest.set(message.chat, token);
    return request;
  }

  /** The token and answer of a plain yes or no, where the newest question of this chat is one of these. */
  answerIn({ chat, text }: ArrivedMessage): { token: string; answer: 'yes' | 'no' } | undefined {
    const token = this.#newest.get(chat);
    const answer = YES.test(text.trim()) ? 'yes' : NO.test(text.trim()) ? 'no' : undefined;
    if (token === undefined || answer === undefined || !this.#isOpen(token)) return undefined;
    return { token, answer };
  }

  /** Anything else was said in its chat: no later yes is meant for it, but for what came after. */
  passOver(chat: string): void {
    this.#newest.delete(chat);
  }

  /** Takes it out. undefined: no such question is open. */
  take(token: string): ArrivedMessage | undefined {
    const order = this.#isOpen(token) ? this.#asked.get(token) : undefined;
    this.#asked.delete(token);
    return order?.message;
  }

  #isOpen(token: string): boolean {
    const order = this.#asked.get(token);
    return order !== undefined && order.request.expiresAt > this.#clock.now();
  }
}
