/**
 * Other ways in which a sentence that was not understood may have been meant, one typing mistake away:
 * a letter left out, doubled, changed, or swapped with its neighbour. Only a word that nobody knows is
 * respelled; which of the ways is believed is decided in `grammar.ts`.
 */
import type { Atom } from './atoms.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Respelled {
  readonly atoms: readonly Atom[];
  /** What was put in, or '' where something was taken out. */
  readonly word: string;
}

/** More than one mistake, and it is a guess. */
const MOST_UNKNOWN = 2;
const MOST_WAYS = 24;
const LATIN = /^[\p{Script=Latin}']+$/u;
const HAN = /^\p{Script=Han}$/u;

export function respell(atoms: readonly Atom[], vocabulary: Vocabulary): readonly Respelled[] {
  const unknown = strangePlaces(atoms, vocabulary);
  // A word that stands for all of a sentence is a guess, whatever it is near to.
  if (unknown.length > MOST_UNKNOWN || atoms.length <= unknown.length) return [];
  const ways = unknown.flatMap((at) => [
    ...rejoin(atoms, [at - 1, at], vocabulary),
    ...rejoin(atoms, [at, at + 1], vocabulary),
  ]);
  const [at] = unknown;
  const atom = at === undefined ? undefined : atoms[at];
  const isLatin = atom !== undefined && unknown.length === 1 && LATIN.test(atom.text);
  const latin = isLatin && at !== undefined ? respellAt(atoms, at, vocabulary) : [];
  const isChinese = atoms.some(({ text }) => HAN.test(text));
  const chinese = isChinese ? unknown.flatMap((at) => respellChinese(atoms, at, vocabulary)) : [];
  return [...ways, ...latin, ...chinese].slice(0, MOST_WAYS);
}

function respellAt(atoms: readonly Atom[], at: number, vocabulary: Vocabulary): Respelled[] {
  return vocabulary
    .near(atoms[at]?.text ?? '')
    .map((word) => ({ atoms: replace(atoms, at, word), word }));
}

/** "turn o nthe light": a blank is typed like a letter. */
function rejoin(
  atoms: readonly Atom[],
  [first, second]: readonly [number, number],
  vocabulary: Vocabulary,
): Respelled[] {
  if (!LATIN.test(atoms[first]?.text ?? '') || !LATIN.test(atoms[second]?.text ?? '')) return [];
  const [left, right] = [atoms[first]?.text ?? '', atoms[second]?.text ?? ''];
  return [
    [left + right.charAt(0), right.slice(1)],
    [left.slice(0, -1), left.slice(-1) + right],
  ]
    .filter(([one = '', other = '']) => vocabulary.knows(one) && vocabulary.knows(other))
    .map(([one = '', other = '']) => ({
      atoms: replace(replace(atoms, first, one), second, other),
      word: one,
    }));
}

function replace(atoms: readonly Atom[], at: number, text: string): readonly Atom[] {
  return atoms.map((atom, place) => (place === at ? { ...atom, text } : atom));
}

/** Where no phrase covers a character, and where a word is nobody's. */
function strangePlaces(atoms: readonly Atom[], vocabulary: Vocabulary): number[] {
  const words = atoms.map(({ text }) => text);
  const found: number[] = [];
  for (let at = 0; at < words.length;) {
    const length = vocabulary.longest(words, at)?.length;
    const word = words[at] ?? '';
    if (length === undefined && (HAN.test(word) || vocabulary.isStrange(word))) found.push(at);
    at += length ?? 1;
  }
  return found;
}

/** A character twice, two in the wrong order, a letter that does not belong there, one that is missing. */
function respellChinese(atoms: readonly Atom[], at: number, vocabulary: Vocabulary): Respelled[] {
  const [before, atom, after] = [atoms[at - 1], atoms[at], atoms[at + 1]];
  if (atom === undefined) return [];
  const isTwice = atom.text === before?.text || atom.text === after?.text;
  if (isTwice) return [{ atoms: without(atoms, at), word: '' }];
  const between = vocabulary.between(before?.text, after?.text);
  if (LATIN.test(atom.text) && atom.text.length > 1) return [];
  if (LATIN.test(atom.text))
    return [
      { atoms: without(atoms, at), word: '' },
      ...between.map((word) => ({ atoms: replace(atoms, at, word), word })),
    ];
  const swapped = [before, after].filter((one) => one !== undefined && HAN.test(one.text));
  return [
    ...swapped.map((one) => swap(atoms, at, one === before ? at - 1 : at + 1)),
    ...vocabulary.between(atom.text, after?.text).map((word) => ({
      atoms: [...atoms.slice(0, at + 1), { ...atom, text: word }, ...atoms.slice(at + 1)],
      word,
    })),
  ];
}

function swap(atoms: readonly Atom[], at: number, other: number): Respelled {
  const [one, two] = [atoms[at]?.text ?? '', atoms[other]?.text ?? ''];
  return { atoms: replace(replace(atoms, at, two), other, one), word: two };
}

function without(atoms: readonly Atom[], at: number): readonly Atom[] {
  return atoms.filter((_, place) => place !== at);
}
