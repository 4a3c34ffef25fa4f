/**
 * How many tokens a text will be, before any tokenizer has seen it. Models cut text differently and
 * none of their tables is ours to ship, so this errs upwards; `tokens.test.ts` holds it against a
 * real tokenizer.
 */

/** Letters of one word that models mostly keep together. */
const LETTERS_PER_TOKEN = 3;

/** Letters of other scripts are mostly known, or known in two halves. */
const TOKENS_PER_FOREIGN_LETTER = 2;

const PIECES = /[a-z]+|\d|\s+|[^\sa-z\d]/giu;

export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += tokensOf(piece);
  return tokens;
}

function tokensOf(piece: string): number {
  if (/^[a-z]/i.test(piece)) return Math.ceil(piece.length / LETTERS_PER_TOKEN);
  // A blank goes with the word behind it; several are an indentation, and cost.
  if (/^\s/.test(piece)) return piece.length - 1 + (piece.includes('\n') ? 1 : 0);
  if (piece.charCodeAt(0) < FIRST_FOREIGN) return 1;
  // What a model never learned as a character, such as an emoji, it reads byte by byte.
  return /\p{L}/u.test(piece) ? TOKENS_PER_FOREIGN_LETTER : Buffer.byteLength(piece);
}

const FIRST_FOREIGN = 128;
