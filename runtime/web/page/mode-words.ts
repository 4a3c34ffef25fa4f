/** What each mode is called on the page. */
import type { Mode } from '../ports.ts';
import type { Word } from './words.en.ts';

export const MODE_WORDS: Readonly<Record<Mode, Word>> = {
  auto: 'modeAuto',
  hand: 'modeHand',
  'locked-out': 'modeLocked',
};
