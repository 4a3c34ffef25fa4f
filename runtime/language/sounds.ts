/** Chinese characters that sound alike: what is typed by its sound goes wrong by its sound. */
import { CHINESE_SOUNDS } from './lexicon/chinese-sounds.ts';

/** Tones are left out, as people leave them out when they type. */
export function soundsAlike(left: string, right: string): boolean {
  return syllablesOf(left).some((at) => syllablesOf(right).includes(at));
}

/** Where the syllables of a character begin in the table. */
function syllablesOf(character: string): number[] {
  const found: number[] = [];
  for (
    let at = CHINESE_SOUNDS.indexOf(character);
    at >= 0;
    at = CHINESE_SOUNDS.indexOf(character, at + 1)
  )
    found.push(CHINESE_SOUNDS.lastIndexOf(' ', at));
  return found;
}
