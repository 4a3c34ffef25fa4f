/** The modes of all things of the site: this board's at first hand, the others' as they tell of them. */
import { modeName, type Mode, type ModeName, type Modes } from './modes.ts';

export type ModesByThing = ReadonlyMap<string, Mode>;

/** What only looks at modes needs of them. */
export type ModesView = Pick<Modes, 'of' | 'nameOf' | 'onChange'>;

export class SiteModes implements ModesView {
  readonly #own: Modes;
  readonly #distant = new Map<string, Mode>();
  readonly #listeners = new Set<(thing: string) => void>();

  constructor({ own }: { readonly own: Modes }) {
    this.#own = own;
  }

  of(thing: string): Mode {
    return this.#distant.get(thing) ?? this.#own.of(thing);
  }

  nameOf(thing: string): ModeName {
    return modeName(this.of(thing));
  }

  onChange(listener: (thing: string) => void): () => void {
    const stopOwn = this.#own.onChange(listener);
    this.#listeners.add(listener);
    return () => {
      stopOwn();
      this.#listeners.delete(listener);
    };
  }

  /** What another board says of all of its things. */
  hear(modes: ModesByThing): void {
    for (const [thing, mode] of modes) {
      const isNew = JSON.stringify(this.#distant.get(thing)) !== JSON.stringify(mode);
      this.#distant.set(thing, mode);
      if (isNew) for (const listener of this.#listeners) listener(thing);
    }
  }
}
