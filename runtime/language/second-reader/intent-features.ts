/**
 * The words of a sentence → what the second reader looks at: which words, pairs and triples of words,
 * and pieces of words are there, each as a place of a long vector. The model is taught and asked by
 * this same code: a change here is another model, and a test says so.
 */

/** How long the vector is; a power of two. */
export const INTENT_FEATURES = 16_384;

/** Which places are not zero, each once, and what stands there. */
export interface IntentFeatures {
  readonly indices: Uint16Array;
  readonly values: Float32Array;
}

/** Stands for whatever has a name here: what a thing is called decides nothing. */
export const NAMED = '◇';

/** Of a sentence; nobody says more. */
const MOST_WORDS = 120;

/** One Chinese character, a word, or a mark that changes what a sentence does. */
const TELLING = /[\p{L}?"%◇]/u;

/** Pieces of a word, with its ends: a word with a typing mistake has most of them still. */
const PIECES_OF_WORDS = [3, 4] as const;

/** A shorter word, with its ends, is one piece already. */
const SHORTEST_IN_PIECES = 6;

/** @param words as `cutAtoms` cuts a normalised sentence, and `NAMED` for each name */
export function intentFeatures(words: readonly string[]): IntentFeatures {
  const found = new Set<number>();
  const line = ['^', ...words.slice(0, MOST_WORDS).flatMap(tellingWord), '$'];
  line.forEach((word, at) => {
    const [next, third] = [line[at + 1], line[at + 2]];
    found.add(placeOf(`1 ${word}`));
    if (next !== undefined) found.add(placeOf(`2 ${word} ${next}`));
    if (third !== undefined) found.add(placeOf(`3 ${word} ${next ?? ''} ${third}`));
    for (const piece of piecesOf(`<${word}>`)) found.add(placeOf(`c ${piece}`));
  });
  const indices = Uint16Array.from(found).sort();
  // The longer the sentence, the less each of them says.
  const value = 1 / Math.sqrt(indices.length);
  return { indices, values: new Float32Array(indices.length).fill(value) };
}

/** All numbers are one word: which it is decides nothing here. */
function tellingWord(word: string): readonly string[] {
  if (/\d/.test(word)) return ['0'];
  return TELLING.test(word) ? [word] : [];
}

function piecesOf(word: string): readonly string[] {
  if (word.length < SHORTEST_IN_PIECES) return [];
  return PIECES_OF_WORDS.flatMap((size) =>
    Array.from({ length: word.length - size + 1 }, (_, at) => word.slice(at, at + size)),
  );
}

/** FNV-1a of 32 bits over UTF-16, its upper half folded into its lower. Source: www.isthe.com/chongo/tech/comp/fnv. */
function placeOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at += 1)
    hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (INTENT_FEATURES - 1);
}
