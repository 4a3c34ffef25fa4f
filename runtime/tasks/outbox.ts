/**
 * The outbox: news for a chat, durable until somebody there has heard it. Delivered in order, at
 * least once; a listener that comes later gets what waited for it first.
 */
import type { Clock } from '../core/clock.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import { newsSchema, type News } from './news.ts';

const letterSchema = z.strictObject({
  chat: z.string(),
  /** Of the task it is about: for a chat in which nobody has spoken since the start. */
  language: z.enum(['en', 'zh']),
  at: z.number(),
  /** The task it is about, where it is about one. */
  task: z.string().optional(),
  news: newsSchema,
});

export type Letter = Readonly<z.infer<typeof letterSchema>>;

/** A letter with its key; keys are numbers in the order of telling. */
export type WaitingLetter = readonly [string, Letter];

/** Where a letter goes, and of which task it is. */
export type Addressee = Pick<Letter, 'chat' | 'language' | 'task'>;

/** Durable when it resolves. */
type Keep = (writes: readonly Write[]) => Promise<void>;

interface LetterListener {
  /** Hears all that waited at once. */
  readonly hear: (letters: readonly Letter[]) => void;
  readonly isReady: () => boolean;
}

const outboxSpace = defineSpace({ name: 'outbox', schema: letterSchema });

/** What nobody picked up for this long, or among so much else, is of no use any more. */
const KEEP_MS = 14 * 86_400_000;
const KEEP_PER_CHAT = 100;
/** Whoever comes so late is told all in one, without pictures; so they are not kept. */
const MOST_WITH_PICTURES = 5;

export class Outbox {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<Letter>;
  /** In the order of telling. */
  readonly #waiting = new Map<string, Letter>();
  readonly #listeners = new Map<string, Set<LetterListener>>();
  #last = 0;

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(outboxSpace);
  }

  async load(): Promise<void> {
    for (const [key, letter] of await this.#space.list()) {
      this.#waiting.set(key, letter);
      this.#last = Number(key);
    }
    this.#store.telemetry(this.#dropOutdated());
  }

  /**
   * Durable when it resolves; then delivered to whoever listens. `keep` writes it together with
   * what it tells of, so that neither is there without the other.
   */
  tell(to: Addressee, news: News, keep?: Keep): Promise<void> {
    return this.announce([to], news, keep);
  }

  /** As `tell`, to several chats: all of them, or none. */
  async announce(
    to: readonly Addressee[],
    news: News,
    keep: Keep = (writes) => this.#store.durable(writes),
  ): Promise<void> {
    const at = this.#clock.now();
    const letters = to.map(({ chat, language, task }): WaitingLetter => {
      this.#last += 1;
      const kept = this.#isLate(chat) ? withoutPictures(news) : news;
      const letter = { chat, language, at, ...(task !== undefined && { task }), news: kept };
      return [String(this.#last).padStart(12, '0'), letter];
    });
    const writes = letters.map(([key, letter]) => this.#space.put(key, letter));
    await keep([...writes, ...this.#dropOutdated()]);
    for (const [key, letter] of letters) this.#waiting.set(key, letter);
    for (const { chat } of to) await this.#deliver(chat);
  }

  /**
   * Hears what waits and what comes for a chat. Returns how to stop.
   * @param isReady asked when there is something to hear; after a no it is told again on `remind`
   */
  subscribe(
    chat: string,
    hear: LetterListener['hear'],
    isReady: LetterListener['isReady'] = () => true,
  ): () => void {
    const listener = { hear, isReady };
    const listeners = this.#listeners.get(chat) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(chat, listeners);
    void this.#deliver(chat);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(chat);
    };
  }

  /** Somebody who was not ready may be by now. */
  remind(chat: string): void {
    void this.#deliver(chat);
  }

  /** What waits for a chat, for a door that asks instead of listening; it calls `heard` with it. */
  waiting(chat: string): readonly WaitingLetter[] {
    return [...this.#waiting].filter(([, letter]) => letter.chat === chat);
  }

  /** Forgets these, in one batch with `alongside`. A store that cannot write has said so: they will be told again. */
  async heard(letters: readonly WaitingLetter[], alongside: readonly Write[] = []): Promise<void> {
    for (const [key] of letters) this.#waiting.delete(key);
    const removals = letters.map(([key]) => this.#space.remove(key));
    await this.#store.durable([...removals, ...alongside]).catch(() => undefined);
  }

  /** Durable when it resolves. @returns how many nobody will hear */
  async drop(isGone: (letter: Letter) => boolean): Promise<number> {
    const gone = [...this.#waiting].filter(([, letter]) => isGone(letter)).map(([key]) => key);
    for (const key of gone) this.#waiting.delete(key);
    await this.#store.durable(gone.map((key) => this.#space.remove(key)));
    return gone.length;
  }

  #isLate(chat: string): boolean {
    return this.waiting(chat).length >= MOST_WITH_PICTURES;
  }

  async #deliver(chat: string): Promise<void> {
    const listeners = this.#listeners.get(chat);
    const letters = this.waiting(chat);
    if (listeners === undefined || letters.length === 0) return;
    if (![...listeners].every(({ isReady }) => isReady())) return;
    const told = letters.map(([, letter]) => letter);
    for (const { hear } of listeners) hear(told);
    await this.heard(letters);
  }

  #dropOutdated(): Write[] {
    const since = this.#clock.now() - KEEP_MS;
    const counts = new Map<string, number>();
    const outdated = [...this.#waiting].reverse().filter(([, { chat, at }]) => {
      const newer = counts.get(chat) ?? 0;
      counts.set(chat, newer + 1);
      return at < since || newer >= KEEP_PER_CHAT;
    });
    for (const [key] of outdated) this.#waiting.delete(key);
    return outdated.map(([key]) => this.#space.remove(key));
  }
}

function withoutPictures(news: News): News {
  if (news.kind !== 'notice') return news;
  const { pictures: _, ...notice } = news;
  return notice;
}
