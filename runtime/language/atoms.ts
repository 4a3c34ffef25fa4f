/**
 * Cuts a normalised text into its smallest meaningful pieces: a Latin word, a number, one Chinese
 * character, one mark. What they mean is not decided here.
 */
import { CONTRACTIONS } from './lexicon/contractions.ts';

export interface Atom {
  readonly text: string;
  /** Where it stands in the normalised text. */
  readonly from: number;
  readonly to: number;
}

/** Ids of tasks · 18:30 · numbers · Latin words, with an apostrophe inside · one Chinese character · other letters · any one mark. */
const PIECE =
  /task-[0-9a-z]{6,}|\d{1,2}:\d{2}(?![\d:])|(?<![\p{L}\p{N}.,-])-\d+(?:\.\d+)?|\d+(?:\.\d+)?|\p{Script=Latin}+(?:'\p{Script=Latin}+)*|\p{Script=Han}|[\p{L}\p{M}]+|[^\s]/gu;

/** Stands inside ids and compound words, and means nothing there. */
const JOINT = /^[-_.~!…¿¡]$/u;
const SENTENCE_END = /^[.!;。；]$/u;

export function cutAtoms(text: string): Atom[] {
  return [...text.matchAll(PIECE)].flatMap((match) => {
    const from = match.index;
    const to = from + match[0].length;
    return spell(match[0], text.charAt(to)).map((piece) => ({ text: piece, from, to }));
  });
}

/** The atoms of a title: letters and digits only, for no mark may stand inside a name. */
export function cutName(text: string): string[] {
  return cutAtoms(text)
    .map((atom) => atom.text)
    .filter((atom) => /[\p{L}\p{N}%]/u.test(atom));
}

function spell(piece: string, next: string): string[] {
  if (SENTENCE_END.test(piece) && (next === '' || next === ' ' || piece > '\u2fff')) return [','];
  if (JOINT.test(piece)) return [];
  const whole = CONTRACTIONS[piece];
  if (whole !== undefined) return whole.split(' ');
  return piece.endsWith("'s") ? [piece.slice(0, -2), "'s"] : [piece];
}
