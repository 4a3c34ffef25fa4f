/** All that is said in one language, as data: a language is added here, and nowhere else. */
import type { LexiconEntry } from '../lexicon.ts';

export interface LanguagePack {
  /** Whose titles and aliases people use; English ones where there are none. */
  readonly titles: 'en' | 'zh' | 'de' | 'es';
  readonly words: readonly LexiconEntry[];
  /** How people call things by their kind; words for several are told apart where the language has them. */
  readonly kinds: readonly KindWords[];
  /** How people call a regulator of temperature, by what it does. */
  readonly regulators: { readonly raise: string; readonly lower: string };
  /** Words one letter away from ours that mean something else: never taken for a typing mistake. */
  readonly otherWords: readonly string[];
  /** Common words that cannot stand before a noun's name as a part of it, and are typed for ours: "he lights". */
  readonly slips?: Readonly<Record<string, string>>;
  /** Further forms of a name or a noun: plurals, and how it is bent. */
  readonly forms?: (phrase: readonly string[]) => readonly NameForm[];
  /** What may stand between the two nouns of one word: Küche-n-licht. Absent: nouns are not joined. */
  readonly joints?: readonly string[];
  /** Verb and particle that stand apart, and the verb that they are together: "führe … aus". */
  readonly separable?: readonly (readonly [verbs: string, particle: string, together: string])[];
  /** People leave accents out. */
  readonly dropsAccents?: true;
  /** Pronouns that hang on a verb, and what they are alone: apága-la. */
  readonly clitics?: Readonly<Record<string, string>>;
}

export type KindWords = readonly [kind: string, words: string, plurals?: string];

export interface NameForm {
  readonly phrase: readonly string[];
  readonly many: boolean;
}
