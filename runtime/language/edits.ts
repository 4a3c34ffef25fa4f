/** All that a word may have been before one typing mistake: a letter more, less, another, or two swapped. */

export interface Edit {
  readonly text: string;
  /** A letter that was typed twice, or two in the wrong order: likelier than any other mistake. */
  readonly isLikely: boolean;
}

const ALPHABET = Array.from("abcdefghijklmnopqrstuvwxyzäöüßáéíóúñ'");

/** Those that `keeps` keeps, each once, the likeliest first: one letter is left out more often than changed into just this one. */
export function editsOf(word: string, keeps: (text: string) => boolean): readonly Edit[] {
  const likely = new Set(swappedOrTwice(word).filter(keeps));
  const others = new Set([...leftOut(word), ...otherLetter(word)].filter(keeps));
  return [
    ...[...likely].map((text) => ({ text, isLikely: true })),
    ...[...others].flatMap((text) => (likely.has(text) ? [] : [{ text, isLikely: false }])),
  ];
}

function swappedOrTwice(word: string): string[] {
  return Array.from(word).flatMap((letter, at) => {
    const [before, after] = [word.slice(0, at), word.slice(at + 1)];
    const next = after.charAt(0);
    if (next === '') return [];
    return [next === letter ? before + after : before + next + letter + after.slice(1)];
  });
}

function leftOut(word: string): string[] {
  return Array.from(`${word} `).flatMap((_, at) =>
    ALPHABET.map((one) => word.slice(0, at) + one + word.slice(at)),
  );
}

function otherLetter(word: string): string[] {
  return Array.from(word).flatMap((_, at) => {
    const [before, after] = [word.slice(0, at), word.slice(at + 1)];
    return [before + after, ...ALPHABET.map((one) => before + one + after)];
  });
}
