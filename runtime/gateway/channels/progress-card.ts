/**
 * How far it is, in one message that changes: only where the platform can edit, and not for what takes a
 * moment. It is no promise and is kept nowhere; the answer comes as a message of its own, after it.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import type { ChannelAdapter } from './channel-adapter.ts';

/** Platforms count edits as messages: not more than one a second. */
const EVERY_MS = 1_000;

interface Card {
  text: string;
  shown: string;
  ref: string | undefined;
  timer: Timer;
  work: Promise<void>;
}

export class ProgressCard {
  readonly #adapter: Pick<ChannelAdapter, 'send' | 'edit'>;
  readonly #clock: Clock;
  /** By chat. */
  readonly #cards = new Map<string, Card>();

  constructor(adapter: Pick<ChannelAdapter, 'send' | 'edit'>, clock: Clock) {
    this.#adapter = adapter;
    this.#clock = clock;
  }

  show(chat: string, text: string): void {
    if (this.#adapter.edit === undefined) return;
    const card = this.#cards.get(chat);
    if (card !== undefined) card.text = text;
    else
      this.#cards.set(chat, {
        ...{ text, shown: '', ref: undefined, work: Promise.resolve() },
        timer: this.#later(chat),
      });
  }

  /** Nothing of it comes after this has resolved. */
  async end(chat: string): Promise<void> {
    const card = this.#cards.get(chat);
    this.#cards.delete(chat);
    card?.timer.cancel();
    await card?.work;
  }

  stop(): void {
    for (const { timer } of this.#cards.values()) timer.cancel();
    this.#cards.clear();
  }

  #later(chat: string): Timer {
    return this.#clock.after(EVERY_MS, () => {
      const card = this.#cards.get(chat);
      if (card !== undefined) card.work = this.#turn(chat, card);
    });
  }

  async #turn(chat: string, card: Card): Promise<void> {
    if (card.text !== card.shown && !(await this.#put(chat, card))) return;
    if (this.#cards.get(chat) === card) card.timer = this.#later(chat);
  }

  /** @returns false when it can be shown no more: the answer comes all the same */
  async #put(chat: string, card: Card): Promise<boolean> {
    const { text, ref } = card;
    const message = { chat, text };
    const sent = await (
      ref === undefined
        ? this.#adapter.send(message, `progress/${chat}/${String(this.#clock.now())}`)
        : this.#adapter.edit?.(ref, message)
    )?.catch(() => undefined);
    if (sent?.kind !== 'sent' || (ref ?? sent.ref) === undefined) return false;
    card.ref = ref ?? sent.ref;
    card.shown = text;
    return true;
  }
}
