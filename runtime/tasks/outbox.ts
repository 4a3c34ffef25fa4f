/**
 * The outbox: news for a chat, durable until somebody there has heard it. Delivered in order, at
 * least once; a listener that comes later gets what waited for it first.
 */
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import { newsSchema, type News } from './news.ts';

const letterSchema = z.strictObject({ chat: z.string(), at: z.number(), news: newsSchema });
export type Letter = z.infer<typeof letterSchema>;

const outboxSpace = defineSpace({ name: 'outbox', schema: letterSchema });

/** What nobody picked up for this long is of no use any more. */
const KEEP_MS = 14 * 86_400_000;

export type LetterListener = (letter: Letter) => void;

export class Outbox {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<Letter>;
  readonly #waiting = new Map<string, Letter>();
  readonly #listeners = new Map<string, Set<LetterListener>>();

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(outboxSpace);
  }

  async load(): Promise<void> {
    const since = this.#clock.now() - KEEP_MS;
    for (const [key, letter] of await this.#space.list())
      if (letter.at >= since) this.#waiting.set(key, letter);
  }

  /** Durable when it resolves, together with `alongside`; then delivered to whoever listens. */
  async tell(chat: string, news: News, alongside: readonly Write[] = []): Promise<void> {
    const key = createId('news', this.#clock.now());
    const letter: Letter = { chat, at: this.#clock.now(), news };
    await this.#store.durable([this.#space.put(key, letter), ...alongside]);
    this.#waiting.set(key, letter);
    await this.#deliver(chat);
  }

  /** Hears what waits and what comes for a chat. Returns how to stop. */
  subscribe(chat: string, listener: LetterListener): () => void {
    const listeners = this.#listeners.get(chat) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(chat, listeners);
    void this.#deliver(chat);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(chat);
    };
  }

  /** Takes out what waits for a chat, for a door that asks instead of listening. */
  async collect(chat: string): Promise<readonly Letter[]> {
    const letters = this.#waitingFor(chat);
    await this.#forget(letters);
    return letters.map(([, letter]) => letter);
  }

  async #deliver(chat: string): Promise<void> {
    const listeners = this.#listeners.get(chat);
    if (listeners === undefined || listeners.size === 0) return;
    const letters = this.#waitingFor(chat);
    for (const [, letter] of letters) for (const listener of listeners) listener(letter);
    await this.#forget(letters);
  }

  #waitingFor(chat: string): [string, Letter][] {
    return [...this.#waiting].filter(([, letter]) => letter.chat === chat);
  }

  async #forget(letters: readonly (readonly [string, Letter])[]): Promise<void> {
    if (letters.length === 0) return;
    for (const [key] of letters) this.#waiting.delete(key);
    await this.#store.durable(letters.map(([key]) => this.#space.remove(key)));
  }
}
