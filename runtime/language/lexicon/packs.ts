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
import type { LanguagePack } from './language-pack.ts';

const ENGLISH_PACK: LanguagePack = {
  titles: 'en',
  words: [...ENGLISH_HOME, ...ENGLISH],
  kinds: ENGLISH_KINDS,
  regulators: ENGLISH_REGULATORS,
  otherWords: ENGLISH_OTHER_WORDS,
  forms: englishForms,
};

const CHINESE_PACK: LanguagePack = {
  titles: 'zh',
  words: [...CHINESE_HOME, ...CHINESE],
  kinds: CHINESE_KINDS,
  regulators: CHINESE_REGULATORS,
  otherWords: [],
};

export const ENGLISH_AND_CHINESE: readonly LanguagePack[] = [ENGLISH_PACK, CHINESE_PACK];
