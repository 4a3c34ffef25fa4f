/** The languages that are understood. English and Chinese are mixed in one sentence, and share a vocabulary. */
import { CHINESE_KINDS, CHINESE_REGULATORS } from './chinese-names.ts';
import { CHINESE } from './chinese.ts';
import { CHINESE_HOME } from './chinese-home.ts';
import { ENGLISH_HOME } from './english-home.ts';
import {
  ENGLISH_KINDS,
  ENGLISH_OTHER_WORDS,
  ENGLISH_REGULATORS,
  englishForms,
} from './english-names.ts';
import { ENGLISH } from './english.ts';
import {
  GERMAN_JOINTS,
  GERMAN_KINDS,
  GERMAN_OTHER_WORDS,
  GERMAN_REGULATORS,
  GERMAN_SEPARABLE,
  germanForms,
} from './german-names.ts';
import { GERMAN } from './german.ts';
import {
  SPANISH_KINDS,
  SPANISH_OTHER_WORDS,
  SPANISH_REGULATORS,
  spanishForms,
} from './spanish-names.ts';
import { SPANISH } from './spanish.ts';
import type { LanguagePack } from './language-pack.ts';

const ENGLISH_PACK: LanguagePack = {
  titles: 'en',
  words: [...ENGLISH_HOME, ...ENGLISH],
  kinds: ENGLISH_KINDS,
  regulators: ENGLISH_REGULATORS,
  otherWords: ENGLISH_OTHER_WORDS,
  forms: englishForms,
  slips: { he: 'the', thee: 'the', inn: 'in' },
};

const CHINESE_PACK: LanguagePack = {
  titles: 'zh',
  words: [...CHINESE_HOME, ...CHINESE],
  kinds: CHINESE_KINDS,
  regulators: CHINESE_REGULATORS,
  otherWords: [],
};

export const ENGLISH_AND_CHINESE: readonly LanguagePack[] = [ENGLISH_PACK, CHINESE_PACK];

const SPANISH_PACK: LanguagePack = {
  titles: 'es',
  words: SPANISH,
  kinds: SPANISH_KINDS,
  regulators: SPANISH_REGULATORS,
  otherWords: SPANISH_OTHER_WORDS,
  forms: spanishForms,
  dropsAccents: true,
  clitics: { lo: 'ello', la: 'ello', los: 'ambos', las: 'ambas' },
};

const GERMAN_PACK: LanguagePack = {
  titles: 'de',
  words: GERMAN,
  kinds: GERMAN_KINDS,
  regulators: GERMAN_REGULATORS,
  otherWords: GERMAN_OTHER_WORDS,
  forms: germanForms,
  joints: GERMAN_JOINTS,
  separable: GERMAN_SEPARABLE,
};

/** Each with a vocabulary of its own: "an" is no article in German, and "no" no gas in Spanish. */
export const OTHER_LANGUAGES: readonly (readonly LanguagePack[])[] = [
  [GERMAN_PACK],
  [SPANISH_PACK],
];
