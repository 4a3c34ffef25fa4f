/** Which language a sentence is in: the one that knows most of its words, and ours where none knows more. */
import type { Site } from '../config/site.ts';
import { cutAtoms } from './atoms.ts';
import { OTHER_LANGUAGES } from './lexicon/packs.ts';
import { Vocabulary } from './vocabulary.ts';

export class Languages {
  readonly #site: Site;
  readonly #own: Vocabulary;
  /** Built when somebody first says what ours do not know. */
  #others: readonly Vocabulary[] | undefined;

  constructor(site: Site) {
    this.#site = site;
    this.#own = new Vocabulary(site);
  }

  /** Names are the same in all of them, so that they decide nothing. */
  choose(text: string): Vocabulary {
    const atoms = cutAtoms(text).map((atom) => atom.text);
    const unknown = (vocabulary: Vocabulary): number =>
      atoms.filter((atom) => !vocabulary.knows(atom)).length;
    let best = this.#own;
    let fewest = unknown(best);
    if (fewest === 0 || !/\p{Script=Latin}{2}/u.test(text)) return best;
    this.#others ??= OTHER_LANGUAGES.map((packs) => new Vocabulary(this.#site, packs));
    for (const other of this.#others) {
      const count = unknown(other);
      if (count < fewest) [best, fewest] = [other, count];
    }
    return best;
  }
}
