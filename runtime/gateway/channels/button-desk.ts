/**
 * Buttons under a question. What a button carries is a token that says nothing: it is good for one press
 * of one person in one chat, and both buttons of a question go with the first. In memory, as the
 * questions are: after a restart a button says that its question is over.
 */
import type { ConfirmRequest } from '../../actions/chat-port.ts';
import type { Language } from '../../actions/asker.ts';
import type { Clock } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import { RecentMap } from '../../core/recent-map.ts';
import type { Button } from './channel-adapter.ts';
import { BUTTON_LABELS } from './channel-phrases.ts';

const MOST = 2_000;

/** 100 random bits. */
const TOKEN_LENGTH = 20;

/** Who pressed, and where. */
export interface Place {
  readonly chat: string;
  readonly user: string;
}

export interface Pressed {
  readonly token: string;
  readonly answer: 'yes' | 'no';
}

interface Offered extends Pressed, Place {
  /** By the monotonic clock: one that is set back must not keep a question open for an hour. */
  readonly untilMs: number;
  readonly sibling: string;
}

export class ButtonDesk {
  readonly #clock: Clock;
  readonly #offered = new RecentMap<Offered>(MOST);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Yes and no to this question, for this person. */
  offer(
    { token, expiresAt }: ConfirmRequest,
    { chat, user }: Place,
    language: Language,
  ): readonly Button[] {
    const labels = BUTTON_LABELS[language];
    const [yes, no] = [randomText(TOKEN_LENGTH), randomText(TOKEN_LENGTH)];
    const untilMs = this.#clock.monotonicMs() + expiresAt - this.#clock.now();
    const question = { token, untilMs, chat, user };
    this.#offered.set(yes, { ...question, answer: 'yes', sibling: no });
    this.#offered.set(no, { ...question, answer: 'no', sibling: yes });
    return [
      { label: labels.yes, token: yes },
      { label: labels.no, token: no },
    ];
  }

  /** Takes it out. undefined: it is over, was pressed before, or is somebody else's. */
  press(button: string, { chat, user }: Place): Pressed | undefined {
    const offered = this.#offered.get(button);
    if (offered?.chat !== chat || offered.user !== user) return undefined;
    this.#offered.delete(button);
    this.#offered.delete(offered.sibling);
    if (offered.untilMs <= this.#clock.monotonicMs()) return undefined;
    return { token: offered.token, answer: offered.answer };
  }
}
