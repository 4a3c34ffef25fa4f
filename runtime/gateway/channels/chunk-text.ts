/**
 * A text in pieces that a platform takes, counted in the platform's own unit. No piece ends within
 * what a person sees as one character, nor leaves a code fence open: it is closed, and opened again in
 * the next one. It is cut where reading is least disturbed: between paragraphs, lines, words.
 */
import type { TextLimit } from './channel-adapter.ts';

const FENCE = '```';
/** To close a fence at the end of a piece; as long in every unit. */
const CLOSE = `\n${FENCE}`;

/** Before this share of a piece no cut is looked for: pieces would get too small. */
const LEAST_SHARE = 0.5;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** @param limit ≥ 64; a single character that is longer, built of a thousand marks, is cut all the same */
export function chunkText(text: string, limit: TextLimit): readonly string[] {
  const pieces: string[] = [];
  const open = { ...limit, most: limit.most - CLOSE.length };
  let rest = text;
  while (!isWithin(rest, limit)) {
    const cut = cutAt(rest, unitsWithin(rest, open));
    const piece = rest.slice(0, cut);
    const opened = openFence(piece);
    pieces.push(opened === undefined ? piece.trimEnd() : `${piece.trimEnd()}${CLOSE}`);
    const next = opened === undefined ? rest.slice(cut).trimStart() : rest.slice(cut);
    const reopened = opened === undefined ? next : `${opened}\n${next.replace(/^\n/, '')}`;
    // Where a piece had room for nothing but the fence, opening it again would go on for ever.
    rest = reopened.length < rest.length ? reopened : next;
  }
  return [...pieces, rest].filter((piece) => piece.trim() !== '');
}

function isWithin(text: string, limit: TextLimit): boolean {
  return unitsWithin(text, limit) === text.length;
}

/** How many UTF-16 units from the beginning the limit allows; never half a surrogate pair. */
function unitsWithin(text: string, { most, unit }: TextLimit): number {
  if (unit === 'utf-16') return Math.min(text.length, most);
  let [units, size] = [0, 0];
  for (const character of text) {
    size += unit === 'bytes' ? Buffer.byteLength(character) : 1;
    if (size > most) break;
    units += character.length;
  }
  return units;
}

function cutAt(text: string, most: number): number {
  const least = Math.floor(most * LEAST_SHARE);
  const window = text.slice(0, most);
  for (const mark of ['\n\n', '\n', ' ']) {
    const found = window.lastIndexOf(mark);
    if (found >= least) return found + mark.length;
  }
  return lastWholeCharacter(text, most);
}

/** Looked at from a little before the cut: segmenting all of a long text costs too much. */
function lastWholeCharacter(text: string, most: number): number {
  const from = Math.max(0, most - LONGEST_CHARACTER);
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(from, most + LONGEST_CHARACTER)))
    if (from + index + segment.length <= most) end = from + index + segment.length;
  // The first segment may begin in the middle of a character, and is never the whole answer.
  if (end > from) return end;
  return isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most;
}

/** Half of a character is none: platforms refuse it, or show a mark instead. */
function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** The longest emoji families have 11 units (UTS #51); flags of regions 14. */
const LONGEST_CHARACTER = 64;

/** The line that opened the fence which is still open at the end; no longer than a name of a language. */
function openFence(piece: string): string | undefined {
  const fences = piece.split('\n').filter((line) => line.startsWith(FENCE));
  return fences.length % 2 === 0 ? undefined : FENCE_WITH_NAME.exec(fences.at(-1) ?? '')?.[0];
}

/** One byte a character: it fits wherever a piece does. */
const FENCE_WITH_NAME = /^```[\w.+#-]{0,17}/;
