/**
 * Text → tokens: the longest known phrase at each place, numbers as they come, everything else
 * unknown. Small typing mistakes are put right here, and counted, because a sentence that needed
 * several is a guess.
 */
import { cutAtoms, type Atom } from './atoms.ts';
import { CONTRACTIONS } from './lexicon/contractions.ts';
import { readChineseNumber } from './chinese-number.ts';
import type { Token } from './token.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What is further from our words than this is another subject, and not worth the search. */
const MOST_CORRECTED = 3;

export interface Segments {
  readonly tokens: readonly Token[];
  /** How many words were put right. */
  readonly corrected: number;
}

/** @param corrects typing mistakes are put right */
export function segment(text: string, vocabulary: Vocabulary, corrects = true): Segments {
  const written = divide(unite(cutAtoms(text), vocabulary), vocabulary);
  const atoms = corrects ? correctAtoms(written, vocabulary) : written;
  const corrected = atoms.filter((atom, at) => atom !== written[at]).length;
  return { tokens: tokensOf(atoms, vocabulary), corrected };
}

/** Of atoms that were respelled: split and joined like any others. */
export function segmentAtoms(atoms: readonly Atom[], vocabulary: Vocabulary): readonly Token[] {
  const spelled = atoms.flatMap((atom) => {
    const whole = CONTRACTIONS[atom.text];
    return whole === undefined ? [atom] : whole.split(' ').map((text) => ({ ...atom, text }));
  });
  return tokensOf(divide(unite(spelled, vocabulary), vocabulary), vocabulary);
}

function tokensOf(atoms: readonly Atom[], vocabulary: Vocabulary): readonly Token[] {
  const words = atoms.map((atom) => atom.text);
  const tokens: Token[] = [];
  for (let at = 0; at < atoms.length;) {
    const { token, length } = readToken(words, at, vocabulary);
    const from = atoms[at]?.from ?? 0;
    const to = atoms[at + length - 1]?.to ?? from;
    const text = token.as ?? joinAtoms(words.slice(at, at + length));
    tokens.push({ ...token, text, from, to });
    at += length;
  }
  return tokens.map(unglue);
}

/** What may touch a number: 10s, 6pm, 1h30. Any other word that does is misspelled: "0greenhouse". */
const TOUCHING: ReadonlySet<Token['tag']> = new Set<Token['tag']>([
  ...(['unit', 'time-unit', 'daypart', 'oclock', 'number'] as const),
]);

function unglue(token: Token, at: number, tokens: readonly Token[]): Token {
  if (token.tag !== 'number') return token;
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  const isGlued = [
    before?.to === token.from ? before : undefined,
    after?.from === token.to ? after : undefined,
  ].some((other) => other !== undefined && /[a-z]/.test(other.text) && !TOUCHING.has(other.tag));
  return isGlued ? { text: token.text, from: token.from, to: token.to, tag: 'unknown' } : token;
}

/** Blanks stand between words, not between Chinese characters. */
function joinAtoms(atoms: readonly string[]): string {
  return atoms.join(' ').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
}

/** "führe die Szene aus" → ausführen die Szene: a verb and the particle that belongs to it. */
function unite(atoms: readonly Atom[], vocabulary: Vocabulary): readonly Atom[] {
  if (!vocabulary.hasSeparable) return atoms;
  for (const [at, verb] of atoms.entries()) {
    const end = atoms.findLastIndex(
      ({ text }, place) => place > at && vocabulary.together(verb.text, text) !== undefined,
    );
    const together = vocabulary.together(verb.text, atoms[end]?.text ?? '');
    if (together !== undefined)
      return atoms.flatMap((atom, place) =>
        place === end ? [] : [place === at ? { ...atom, text: together } : atom],
      );
  }
  return atoms;
}

/** Küchenlicht → küche licht. */
function divide(atoms: readonly Atom[], vocabulary: Vocabulary): readonly Atom[] {
  return atoms.flatMap((atom) => {
    const nouns = vocabulary.split(atom.text);
    return nouns === undefined ? [atom] : nouns.map((text) => ({ ...atom, text }));
  });
}

function correctAtoms(atoms: readonly Atom[], vocabulary: Vocabulary): readonly Atom[] {
  const misspelled = atoms.filter((atom) => !vocabulary.isSpelled(atom.text));
  if (misspelled.length > MOST_CORRECTED) return atoms;
  return atoms.map((atom) => {
    const right = misspelled.includes(atom) ? vocabulary.correct(atom.text) : undefined;
    return right === undefined ? atom : { ...atom, text: right };
  });
}

type Meaning = Omit<Token, 'text' | 'from' | 'to'>;

function readToken(
  atoms: readonly string[],
  at: number,
  vocabulary: Vocabulary,
): { token: Meaning; length: number } {
  const phrase = vocabulary.longest(atoms, at);
  const number = readChineseNumber(atoms, at);
  if (number !== undefined && number.length > (phrase?.length ?? 0))
    return { token: { tag: 'number', amount: number.value }, length: number.length };
  if (phrase !== undefined) {
    const { word, reference } = phrase.payload;
    const token: Meaning = { ...(word ?? { tag: 'name' }), ...(reference && { reference }) };
    return { token, length: phrase.length };
  }
  return { token: readAtom(atoms[at] ?? ''), length: 1 };
}

function readAtom(atom: string): Meaning {
  if (/^-?\d+(?:\.\d+)?$/.test(atom)) return { tag: 'number', amount: Number(atom) };
  if (atom.startsWith('task-')) return { tag: 'task-id' };
  const clock = /^(\d{1,2}):(\d{2})$/.exec(atom);
  const hour = Number(clock?.[1]);
  const minute = Number(clock?.[2]);
  if (clock === null || hour > 23 || minute > 59) return { tag: 'unknown' };
  const eitherHalf = hour >= 1 && hour <= 12 && !atom.startsWith('0');
  return { tag: 'clock', clock: { hour, minute, eitherHalf } };
}
