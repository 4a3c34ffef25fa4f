/**
 * What can be pressed under a message, or answered with its number where there are no buttons. What a button
 * carries is a token that says nothing: it is good for one press of one person in one chat, and all buttons of
 * a message go with the first. In memory, as the questions are: after a restart a button says that it is over.
 */
import type { Clock } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import { RecentMap } from '../../core/recent-map.ts';
import type { Button } from './channel-adapter.ts';

const MOST = 2_000;

/** 100 random bits. */
const TOKEN_LENGTH = 20;

/** Who pressed, and where. */
export interface Place {
  readonly chat: string;
  readonly user: string;
}

/** What pressing says: an answer to a question, or words as if they had been written. */
export type Pressed =
  | { readonly kind: 'answer'; readonly token: string; readonly answer: 'yes' | 'no' }
  | { readonly kind: 'say'; readonly text: string };

export interface Choice {
  readonly label: string;
  readonly means: Pressed;
}

export interface Offer {
  readonly choices: readonly Choice[];
  /** Epoch ms. */
  readonly expiresAt: number;
}

interface Offered extends Place {
  readonly means: Pressed;
  /** By the monotonic clock: one that is set back must not keep a question open for an hour. */
  readonly untilMs: number;
  /** All tokens of the message. */
  readonly tokens: readonly string[];
}

export class ButtonDesk {
  readonly #clock: Clock;
  readonly #offered = new RecentMap<Offered>(MOST);
  /** Tokens in the order of their numbers, by chat and person: of the newest message there. */
  readonly #numbered = new RecentMap<readonly string[]>(MOST);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  offer({ choices, expiresAt }: Offer, { chat, user }: Place): readonly Button[] {
    const tokens = choices.map(() => randomText(TOKEN_LENGTH));
    const untilMs = this.#clock.monotonicMs() + expiresAt - this.#clock.now();
    return choices.map(({ label, means }, at) => {
      const token = tokens[at] ?? '';
      this.#offered.set(token, { chat, user, means, untilMs, tokens });
      return { label, token };
    });
  }

  /** The same without buttons: the first one is 1. */
  offerNumbers(offer: Offer, place: Place): void {
    const tokens = this.offer(offer, place).map(({ token }) => token);
    this.#numbered.set(keyOf(place), tokens);
  }

  /** Takes it out. undefined: it is over, was pressed before, or is somebody else's. */
  press(token: string, { chat, user }: Place): Pressed | undefined {
    const offered = this.#offered.get(token);
    if (offered?.chat !== chat || offered.user !== user) return undefined;
    for (const one of offered.tokens) this.#offered.delete(one);
    return offered.untilMs > this.#clock.monotonicMs() ? offered.means : undefined;
  }

  /** What a number means to whom numbers were offered last in this chat; whatever else is written, they are over. */
  byNumber(text: string, place: Place): Pressed | undefined {
    const tokens = this.#numbered.get(keyOf(place));
    this.#numbered.delete(keyOf(place));
    const number = /^\s*([1-9])[.)。]?\s*$/.exec(text)?.[1];
    const token = number === undefined ? undefined : tokens?.[Number(number) - 1];
    return token === undefined ? undefined : this.press(token, place);
  }
}

function keyOf({ chat, user }: Place): string {
  return `${chat}\n${user}`;
}
