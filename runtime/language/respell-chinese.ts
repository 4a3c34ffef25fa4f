/**
 * Typing mistakes in Chinese: a character too many, one that is missing, another one, two in the wrong
 * order. A character alone says little, so that what counts is a phrase of two or more, of the language or
 * of the site, that would stand there without the mistake.
 */
import type { NearPhrase, Slip } from './phrase-tree.ts';
import type { Change } from './respell-change.ts';
import { soundsAlike } from './sounds.ts';
import type { Vocabulary } from './vocabulary.ts';

export const HAN = /^\p{Script=Han}$/u;
const LETTER = /^\p{Script=Latin}$/u;
/** How far before a strange character a phrase may begin that covers it. */
const REACH = 5;

export function changesOfCharacters(
  words: readonly string[],
  strange: readonly number[],
  vocabulary: Vocabulary,
): readonly Change[] {
  const isAlone = (at: number): boolean => !vocabulary.isInPhrase(words, at);
  const isCertain = strange.length > 0;
  const places = isCertain ? strange : words.flatMap((_, at) => (isAlone(at) ? [at] : []));
  const near = nearPhrases(words, places, vocabulary)
    .flatMap((phrase) => toChange(phrase, vocabulary))
    .filter(({ isLikely }) => isCertain || isLikely)
    .map((change) => ({ change, rank: rank(change, vocabulary) }))
    .sort((left, right) => left.rank - right.rank);
  return [
    ...twice(words),
    ...near.map(({ change }) => change),
    ...swapped(words, places).filter((change) => joins(words, change, vocabulary)),
    ...dropped(words, strange),
  ];
}

/** What can be said with most certainty first, and what names something before what does not. */
function rank({ isLikely = false, isGuess = false, words }: Change, vocabulary: Vocabulary) {
  const isTold = vocabulary.isNamed(words, 0) || vocabulary.isTimeUnit(words);
  return 4 * Number(isGuess) + 2 * Number(!isLikely) + Number(!isTold);
}

/** Whether two neighbours, once they have changed places, are words, and one of them a part of a longer one as it was not before. */
function joins(words: readonly string[], { from, words: put }: Change, vocabulary: Vocabulary) {
  const after = [...words.slice(0, from), ...put, ...words.slice(from + put.length)];
  const both = [from, from + 1];
  const isWord = (at: number): boolean =>
    vocabulary.isInPhrase(after, at) || vocabulary.longest(after, at) !== undefined;
  const inPhrase = (all: readonly string[]): number =>
    both.filter((at) => vocabulary.isInPhrase(all, at)).length;
  return (
    both.every((at) => isWord(at) || /^\d/.test(after[at] ?? '')) &&
    inPhrase(after) > inPhrase(words)
  );
}

function nearPhrases(
  words: readonly string[],
  places: readonly number[],
  vocabulary: Vocabulary,
): (NearPhrase & { readonly from: number })[] {
  const starts = new Set(
    places.flatMap((place) => Array.from({ length: REACH + 1 }, (_, back) => place - back)),
  );
  return [...starts]
    .filter((from) => from >= 0)
    .flatMap((from) => vocabulary.nearly(words, from).map((phrase) => ({ ...phrase, from })))
    .filter(({ from, length }) => places.some((place) => place >= from && place < from + length));
}

function toChange(
  { phrase, length, slip, from }: NearPhrase & { readonly from: number },
  vocabulary: Vocabulary,
): readonly Change[] {
  const change: Change = { from, length, words: phrase };
  // A word that says little is nearly everywhere.
  if (!phrase.every((word) => HAN.test(word)) || vocabulary.isSilent(phrase)) return [];
  switch (slip.kind) {
    case 'swapped':
      return [{ ...change, isLikely: true }];
    case 'missing':
      return [change];
    case 'more':
      return LETTER.test(slip.written) ? [{ ...change, isLikely: true }] : [];
    case 'other':
      return another(change, slip, vocabulary);
  }
}

/** A letter in the place of a character, or a character that sounds alike; any other one only to answer. */
function another(change: Change, slip: Slip, vocabulary: Vocabulary): readonly Change[] {
  const at = slip.at - change.from;
  if (vocabulary.decides([slip.written])) return [];
  // Where the sentence is whole without it, it may be a 别, or a name: 打开b水泵.
  if (LETTER.test(slip.written)) return [{ ...change, mayForbid: true }];
  if (!HAN.test(slip.written)) return [];
  const isAlike = soundsAlike(slip.written, change.words[at] ?? '');
  if (isAlike) return [change];
  return vocabulary.decides(change.words) ? [] : [{ ...change, isGuess: true }];
}

/** 打打开: one of them goes. */
function twice(words: readonly string[]): Change[] {
  return words.flatMap((word, from) =>
    HAN.test(word) && words[from + 1] === word
      ? [{ from, length: 2, words: [word], isLikely: true }]
      : [],
  );
}

/** 最到小: two neighbours that belong to two words. */
function swapped(words: readonly string[], places: readonly number[]): Change[] {
  const firsts = new Set(places.flatMap((place) => [place - 1, place]));
  return [...firsts].flatMap((from) => {
    const [one = '', other = ''] = [words[from], words[from + 1]];
    const isPair = HAN.test(one) || HAN.test(other);
    return isPair && one !== '' && other !== '' && one !== other
      ? [{ from, length: 2, words: [other, one], isLikely: true }]
      : [];
  });
}

/** A letter that belongs nowhere may be a name, or a 别: it is left out only to answer. */
function dropped(words: readonly string[], strange: readonly number[]): Change[] {
  return strange
    .filter((at) => LETTER.test(words[at] ?? ''))
    .map((from) => ({ from, length: 1, words: [], isGuess: true }));
}
