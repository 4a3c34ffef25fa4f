/**
 * What was written long before it arrived, because this node or its network was away: the pump that was
 * wanted an hour ago may not be wanted now. It is asked for first. In memory: silence, and a restart, is no.
 */
import type { ConfirmRequest } from '../../actions/chat-port.ts';
import type { Clock } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { normalise } from '../../language/normalise.ts';
import { saysYesOrNo } from '../../language/small-talk.ts';
import type { ArrivedMessage } from './channel-adapter.ts';
import { languageOf, sayLate } from './channel-phrases.ts';
import { isStop } from './is-stop.ts';

const LATE_MS = 60_000;

/** As long as any other question: policy/confirmations.ts. */
const ASKED_MS = 120_000;

const MOST = 500;

interface LateOrder {
  readonly message: ArrivedMessage;
  /** By the monotonic clock: one that is set back keeps no question open. */
  readonly untilMs: number;
}

/** Who answers, and where. */
type Seat = Pick<ArrivedMessage, 'chat' | 'user'>;

export class LateOrders {
  readonly #clock: Clock;
  /** By token. */
  readonly #asked = new RecentMap<LateOrder>(MOST);
  /** The token of the newest one, by seat. */
  readonly #newest = new RecentMap<string>(MOST);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A stop is never too late. Nothing is written yet to come: then the clock was set back, and nobody knows how long ago. */
  isLate(message: ArrivedMessage): boolean {
    const isOld = Math.abs(this.#clock.now() - message.at) > LATE_MS;
    return message.kind === 'text' && isOld && !isStop(message);
  }

  ask(message: ArrivedMessage): ConfirmRequest {
    const token = randomText(16);
    const now = this.#clock.now();
    const question = sayLate(message.text, now - message.at, languageOf(message.text));
    this.#asked.set(token, { message, untilMs: this.#clock.monotonicMs() + ASKED_MS });
    this.#newest.set(seatOf(message), token);
    return { token, question, expiresAt: now + ASKED_MS };
  }

  /** The token and answer of a plain yes or no, where the newest question of this person here is one of these. */
  answerIn(message: ArrivedMessage): { token: string; answer: 'yes' | 'no' } | undefined {
    const token = this.#newest.get(seatOf(message));
    const sentence = normalise(message.text);
    const answer = sentence && saysYesOrNo(sentence);
    if (token === undefined || answer === undefined || !this.#isOpen(token)) return undefined;
    return { token, answer };
  }

  /** Anything else was said: no later yes of this person is meant for it, but for what came after. */
  passOver(seat: Seat): void {
    this.#newest.delete(seatOf(seat));
  }

  /** Takes it out. undefined: no such question of this person is open. */
  take({ token, user }: { token: string; user: string }): ArrivedMessage | undefined {
    const message = this.#isOpen(token) ? this.#asked.get(token)?.message : undefined;
    if (message?.user !== user) return undefined;
    this.#asked.delete(token);
    return message;
  }

  #isOpen(token: string): boolean {
    return this.#clock.monotonicMs() < (this.#asked.get(token)?.untilMs ?? 0);
  }
}

function seatOf({ chat, user }: Seat): string {
  return JSON.stringify([chat, user]);
}
