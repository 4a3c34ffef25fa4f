/**
 * Other ways in which a sentence that was not understood may have been meant, one typing mistake away.
 * Only where a word is nobody's, or makes no sense, is anything respelled; which of the ways is believed
 * is decided in `agreed.ts`.
 */
import type { Atom } from './atoms.ts';
import type { Change } from './respell-change.ts';
import { changesOfCharacters, HAN } from './respell-chinese.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Respelled {
  readonly atoms: readonly Atom[];
  readonly isLikely: boolean;
  readonly isGuess: boolean;
  /** It turns on a "not", an "if" or the like. */
  readonly decides: boolean;
  readonly mayForbid: boolean;
  /** The sentence without what was put in, where that is an "all": it must not say less. */
  readonly without?: readonly Atom[];
}

/** More than one mistake, and it is a guess; a character that nobody knows is seldom alone. */
const MOST_STRANGE = { words: 2, characters: 5 };
const MOST_WAYS = 24;
/** Common words that may be another one, misspelled. */
const MOST_DOUBTED = 2;
const LONGEST_LABEL = 3;
/** "pm", "h", "°C" */
const LONGEST_UNIT = 2;
const LATIN = /^[\p{Script=Latin}']+$/u;
const MARK = /^[?!,.]$/;

/** @param isLost the sentence made no sense as it stands, so that a known word may be wrong, too */
export function respell(
  atoms: readonly Atom[],
  vocabulary: Vocabulary,
  isLost: boolean,
): readonly Respelled[] {
  const words = atoms.map(({ text }) => text);
  const strange = strangePlaces(words, vocabulary);
  const isChinese = words.some((word) => HAN.test(word));
  const most = isChinese ? MOST_STRANGE.characters : MOST_STRANGE.words;
  // A word that stands for all of a sentence is a guess, whatever it is near to.
  if (strange.length > most || atoms.length <= strange.length) return [];
  if (strange.length === 0 && !isLost) return [];
  const changes = isChinese
    ? changesOfCharacters(words, strange, vocabulary)
    : changesOfWords(words, strange, vocabulary);
  const ways = changes.map((change) => apply(atoms, change, vocabulary));
  return (isChinese ? leastStrange(ways, vocabulary) : ways).slice(0, MOST_WAYS);
}

/** Those that leave the fewest characters unexplained. */
function leastStrange(ways: readonly Respelled[], vocabulary: Vocabulary): readonly Respelled[] {
  const left = ways.map(({ atoms }) => strangePlaces(wordsOf(atoms), vocabulary).length);
  const least = Math.min(...left);
  return ways.filter((_, at) => left[at] === least);
}

function wordsOf(atoms: readonly Atom[]): string[] {
  return atoms.map(({ text }) => text);
}

function changesOfWords(
  words: readonly string[],
  strange: readonly number[],
  vocabulary: Vocabulary,
): readonly Change[] {
  const [at] = strange;
  if (at === undefined)
    return [
      ...slips(words, vocabulary),
      ...parted(words, vocabulary),
      ...doubted(words, vocabulary),
    ];
  const joined = strange.flatMap((place) => rejoin(words, place, vocabulary));
  if (strange.length > 1 || !LATIN.test(words[at] ?? '')) return joined;
  const isLabel = mayBeLabel(words, at, vocabulary);
  const isUnit = mayBeUnit(words, at);
  const near = vocabulary.near(words[at] ?? '').map(({ text, isLikely }) => ({
    ...{ from: at, length: 1, words: [text], isLikely },
    isGuess:
      vocabulary.isNumber(text) ||
      (isLabel && !vocabulary.isJoint(text)) ||
      (isUnit && !vocabulary.isTimeUnit([text])),
  }));
  return [...joined, ...preferUnits(preferPhrases(near, words, vocabulary), words, vocabulary)];
}

/** "pump tow", "the b pump": it may say which of several, and is no "too" then. */
function mayBeLabel(words: readonly string[], at: number, vocabulary: Vocabulary): boolean {
  const length = words[at]?.length ?? 0;
  if (length === 1 && vocabulary.isNamed(words, at + 1)) return true;
  return length <= LONGEST_LABEL && vocabulary.endsName(words, at);
}

/** "at 6 pu" is no "up". */
function mayBeUnit(words: readonly string[], at: number): boolean {
  return /^\d/.test(words[at - 1] ?? '') && (words[at]?.length ?? 0) <= LONGEST_UNIT;
}

/** "turn ff": between "turn off" and "turn if", the words beside it decide. */
function preferPhrases(
  changes: readonly Change[],
  words: readonly string[],
  vocabulary: Vocabulary,
): readonly Change[] {
  if (!changes.some((change) => vocabulary.decides(change.words))) return changes;
  const held = changes.filter((change) =>
    vocabulary.isInPhrase(replace(words, change), change.from),
  );
  return held.length > 0 ? held : changes;
}

/** "1 hou": behind a number, an hour. */
function preferUnits(
  changes: readonly Change[],
  words: readonly string[],
  vocabulary: Vocabulary,
): readonly Change[] {
  const isUnit = ({ from, words: put }: Change): boolean =>
    /^\d/.test(words[from - 1] ?? '') && vocabulary.isTimeUnit(put);
  return [...changes].sort((left, right) => Number(isUnit(right)) - Number(isUnit(left)));
}

/** "turn o nthe light", "turn onthe light", "is it o?n": blanks and marks are typed like letters. */
function rejoin(words: readonly string[], at: number, vocabulary: Vocabulary): Change[] {
  const word = words[at] ?? '';
  const [before = '', next = ''] = [words[at - 1], words[at + 1]];
  const isKnown = (parts: readonly string[]): boolean =>
    parts.every((one) => vocabulary.knows(one));
  const pairs = [
    ...(LATIN.test(before) ? moveBlank(before, word, at - 1) : []),
    ...(LATIN.test(next) ? moveBlank(word, next, at) : []),
    ...moveMark(words, at),
    ...moveMark(words, at - 2),
  ].map((change) => ({ ...change, isLikely: true }));
  return [...pairs, ...divide(word, at)].filter(
    (change) => isKnown(change.words) && LATIN.test(word),
  );
}

function moveBlank(left: string, right: string, from: number): Change[] {
  const [last, first] = [left.slice(-1), right.charAt(0)];
  return [[left + first, right.slice(1)], [left.slice(0, -1), last + right], [left + right]]
    .filter((parts) => parts.every((part) => part !== ''))
    .map((parts) => ({ from, length: 2, words: parts }));
}

function moveMark(words: readonly string[], from: number): Change[] {
  const [before = '', mark = '', after = ''] = words.slice(Math.max(from, 0), from + 3);
  const isOne = MARK.test(mark) && LATIN.test(before) && LATIN.test(after);
  return isOne ? [{ from, length: 3, words: [before + after, mark] }] : [];
}

const SHORTEST_PART = 2;

function divide(word: string, from: number): Change[] {
  return Array.from(word, (_, at) => [word.slice(0, at), word.slice(at)])
    .filter((parts) => parts.every((part) => part.length >= SHORTEST_PART))
    .map((parts) => ({ from, length: 1, words: parts }));
}

/** "turn the light son": a blank between two words, one of which is not ours as it stands. */
function parted(words: readonly string[], vocabulary: Vocabulary): Change[] {
  return words.flatMap((right, at) => {
    const left = words[at - 1] ?? '';
    if (!LATIN.test(left) || !LATIN.test(right)) return [];
    if (vocabulary.knows(left) && vocabulary.knows(right)) return [];
    return moveBlank(left, right, at - 1)
      .filter(({ words: parts }) => parts.length > 1 && parts.every((one) => vocabulary.knows(one)))
      .map((change) => ({ ...change, isLikely: true }));
  });
}

/** "turn off he lights": a word of the language that is known to be typed for another one. */
function slips(words: readonly string[], vocabulary: Vocabulary): Change[] {
  return words.flatMap((word, from) => {
    const meant = vocabulary.slip(word);
    if (meant === undefined) return [];
    const next = words.slice(from + 1, from + 2);
    const isHeld = vocabulary.isSilent([meant])
      ? vocabulary.isNamed(words, from + 1)
      : vocabulary.isSilent(next);
    if (!isHeld) return [];
    return [{ from, length: 1, words: [meant], isLikely: true }];
  });
}

/** "is there any leaf?": it may be one of ours, as far as nothing is done. */
function doubted(words: readonly string[], vocabulary: Vocabulary): Change[] {
  const places = words.flatMap((word, at) =>
    LATIN.test(word) && !vocabulary.knows(word) ? [at] : [],
  );
  if (places.length > MOST_DOUBTED) return [];
  return places.flatMap((from) =>
    vocabulary
      .near(words[from] ?? '')
      .filter(({ text }) => vocabulary.isNamed([text], 0))
      .map(({ text }) => ({ from, length: 1, words: [text], isGuess: true })),
  );
}

function replace(words: readonly string[], change: Change): string[] {
  return [
    ...words.slice(0, change.from),
    ...change.words,
    ...words.slice(change.from + change.length),
  ];
}

function apply(atoms: readonly Atom[], change: Change, vocabulary: Vocabulary): Respelled {
  const { from, length, words } = change;
  const written = atoms.slice(from, from + length);
  const [first, last] = [written[0]?.from ?? 0, written.at(-1)?.to ?? 0];
  const put = words.map((text, at) => ({
    text,
    from: (words.length === length ? written[at]?.from : undefined) ?? first,
    to: (words.length === length ? written[at]?.to : undefined) ?? last,
  }));
  const before = atoms.slice(0, from);
  const after = atoms.slice(from + length);
  const rest = after.map(({ text }) => text);
  return {
    atoms: [...before, ...put, ...after],
    isLikely: change.isLikely ?? false,
    isGuess: change.isGuess ?? false,
    decides: vocabulary.decides(
      words,
      before.map(({ text }) => text),
    ),
    mayForbid: change.mayForbid ?? false,
    ...(vocabulary.widens(words, rest) && { without: [...before, ...after] }),
  };
}

/** A letter among characters is nobody's, whatever unit it stands for behind a number. */
function isStray(words: readonly string[], at: number): boolean {
  const [before = '', word = '', after = ''] = [words[at - 1], words[at], words[at + 1]];
  if (!/^\p{Script=Latin}$/u.test(word) || /\d$/.test(before)) return false;
  return HAN.test(before) || HAN.test(after);
}

/** 多多少: once too often, where no word has it twice. */
function isTwice(words: readonly string[], at: number, length: number): boolean {
  const last = words[at + length - 1] ?? '';
  return HAN.test(last) && last === words[at + length];
}

/** Where no phrase covers a character, and where a word is nobody's. */
function strangePlaces(words: readonly string[], vocabulary: Vocabulary): number[] {
  const found: number[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    const length = isStray(words, at) ? undefined : vocabulary.longest(words, at)?.length;
    if (
      length === undefined &&
      (HAN.test(word) || isStray(words, at) || vocabulary.isStrange(word))
    )
      found.push(at);
    else if (isTwice(words, at, length ?? 1)) found.push(at + (length ?? 1) - 1);
    at += length ?? 1;
  }
  return found;
}
