/**
 * Whether a word is one of the ten thousand most common ones of a language: then it is no typing
 * mistake, though one of ours is a letter away. "The hall light" is not "all lights".
 */
import { COMMON_WORDS } from './lexicon/common-words.ts';

/** Bits that each word sets; with 12 bits kept for a word, about 1 of 300 others is taken for one. */
const HASHES = 8;

export class CommonWords {
  readonly #bits: Uint8Array;

  constructor(language: keyof typeof COMMON_WORDS) {
    this.#bits = Buffer.from(COMMON_WORDS[language], 'base64');
  }

  has(word: string): boolean {
    return positions(word, this.#bits.length * 8).every(
      (at) => ((this.#bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0,
    );
  }
}

/** The bits of a word: two hashes, stepped (Kirsch and Mitzenmacher, 2006). */
export function positions(word: string, size: number): number[] {
  const [first, second] = [hash(word, 0x811c9dc5), (hash(word, 0x01000193) | 1) >>> 0];
  return Array.from({ length: HASHES }, (_, step) => (first + step * second) % size);
}

/** FNV-1a over UTF-16 units. */
function hash(word: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < word.length; at += 1)
    value = Math.imul(value ^ word.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}
