/**
 * The phrases of a site: what people taught, who and when. Durable, one record a phrase; what a phrase
 * does is not kept, since its meaning is understood anew each time it is said.
 */
import { z } from '../../core/schema.ts';
import type { Journal } from '../../state/journal.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import { cutName } from '../atoms.ts';
import type { NormalText } from '../normalise.ts';

const phraseSchema = z.strictObject({
  words: z.string(),
  means: z.string(),
  person: z.string(),
  at: z.number(),
});

export type TaughtPhrase = Readonly<z.infer<typeof phraseSchema>>;

/** By its key. */
const phraseSpace = defineSpace({ name: 'phrases', schema: phraseSchema });

/** What a person can keep in mind, and more. */
export const MOST_PHRASES = 100;

export interface PhraseBookParts {
  readonly board: string;
  readonly store: Pick<Store, 'space'>;
  readonly journal: Pick<Journal, 'append'>;
}

/** Who changed it, and in which words. */
export interface PhraseChange {
  readonly person: string;
  readonly via: string;
  readonly words: string;
}

export class PhraseBook {
  readonly #parts: PhraseBookParts;
  readonly #space: Space<TaughtPhrase>;
  readonly #phrases = new Map<string, TaughtPhrase>();

  constructor(parts: PhraseBookParts) {
    this.#parts = parts;
    this.#space = parts.store.space(phraseSpace);
  }

  async load(): Promise<void> {
    for (const [key, phrase] of await this.#space.list()) this.#phrases.set(key, phrase);
  }

  /** By their words. */
  list(): readonly TaughtPhrase[] {
    return [...this.#phrases.values()].sort((left, right) => (left.words < right.words ? -1 : 1));
  }

  get isEmpty(): boolean {
    return this.#phrases.size === 0;
  }

  get isFull(): boolean {
    return this.#phrases.size >= MOST_PHRASES;
  }

  keys(): Iterable<string> {
    return this.#phrases.keys();
  }

  find(key: string): TaughtPhrase | undefined {
    return this.#phrases.get(key);
  }

  /** Resolves when it is on disk, and in the journal. In the place of one with the same key. */
  async teach(key: string, phrase: TaughtPhrase, change: PhraseChange): Promise<void> {
    await this.#journal(change, { ...phrase, before: this.find(key)?.means ?? null }, [
      this.#space.put(key, phrase),
    ]);
    this.#phrases.set(key, phrase);
  }

  async forget(key: string, change: PhraseChange): Promise<void> {
    await this.#journal(change, { forgot: this.find(key)?.words ?? key }, [
      this.#space.remove(key),
    ]);
    this.#phrases.delete(key);
  }

  async #journal(
    { person: actor, via, words: cause }: PhraseChange,
    details: object,
    writes: Parameters<Journal['append']>[1],
  ): Promise<void> {
    const { board, journal } = this.#parts;
    await journal.append([{ kind: 'config', board, actor, via, cause, details }], writes);
  }
}

/** Its words without marks: how often it is exclaimed does not matter. */
export function phraseKey({ text }: NormalText): string {
  return cutName(text).join(' ');
}
