/** One word, phrase, name or quantity of a sentence, with its meaning and its place. */
import type { Word } from './lexicon.ts';
import type { Reference } from './names.ts';

export interface Token extends Word {
  /** Its words, put right: `do` and `not` for "don't". */
  readonly text: string;
  /** Where it stands in the normalised text. */
  readonly from: number;
  readonly to: number;
  readonly reference?: Reference;
  /** Set when `tag` is `clock`. */
  readonly clock?: ClockTime;
}

export interface ClockTime {
  /** 0–23. */
  readonly hour: number;
  readonly minute: number;
  /** "half past six" leaves open which half of the day is meant. */
  readonly eitherHalf: boolean;
  /** Days from today, where the sentence says so. */
  readonly day?: number;
}

export function has(tokens: readonly Token[], ...tags: readonly Token['tag'][]): boolean {
  return tokens.some((token) => tags.includes(token.tag));
}

/** One token in the place of several. */
export function span(tokens: readonly Token[], meaning: Word & Pick<Token, 'clock'>): Token {
  return {
    ...meaning,
    text: tokens.map((token) => token.text).join(' '),
    from: tokens[0]?.from ?? 0,
    to: tokens.at(-1)?.to ?? 0,
  };
}

/** The 2 of "dim light 2" is more likely part of a name that the site does not have. */
export function belongsToName(tokens: readonly Token[], quantity: Token): boolean {
  const before = tokens[tokens.indexOf(quantity) - 1]?.reference;
  return (
    quantity.unit === undefined &&
    before !== undefined &&
    before.things.length + before.kind.length > 0
  );
}
