/**
 * What people put before and behind what they want, in all languages: "could you … please", 麻烦 … 谢谢.
 * Taken off both ends, and only as whole words, so that what is left is the wish itself.
 */
import { cutName } from '../atoms.ts';
import { ENGLISH_AND_CHINESE, OTHER_LANGUAGES } from '../lexicon/packs.ts';

export interface Wish {
  readonly key: string;
  /** "could you …?" asks in form, and orders in fact. */
  readonly isRequest: boolean;
}

/** Each as atoms joined by blanks; whether it makes an order of a question. */
const COURTESIES: readonly (readonly [atoms: string, isRequest: boolean])[] = [
  ...ENGLISH_AND_CHINESE,
  ...OTHER_LANGUAGES.flat(),
].flatMap(({ words }) =>
  words
    .filter(([{ tag }]) => tag === 'please' || tag === 'request')
    .flatMap(([{ tag }, phrases]) =>
      phrases
        .split('|')
        .map((phrase): readonly [string, boolean] => [
          cutName(phrase).join(' '),
          tag === 'request',
        ]),
    ),
);

const MOST_COURTESIES = 4;

/** The key itself first, then each of what is left when courtesy is taken off one end after the other. */
export function wishesIn(key: string): readonly Wish[] {
  const found = new Map<string, Wish>([[key, { key, isRequest: false }]]);
  let newest = [...found.values()];
  for (let step = 0; step < MOST_COURTESIES && newest.length > 0; step += 1) {
    newest = newest.flatMap(shorten).filter((wish) => !found.has(wish.key));
    for (const wish of newest) found.set(wish.key, wish);
  }
  return [...found.values()];
}

function shorten({ key, isRequest }: Wish): Wish[] {
  return COURTESIES.flatMap(([atoms, requests]) => [
    ...(key.startsWith(`${atoms} `)
      ? [{ key: key.slice(atoms.length + 1), isRequest: isRequest || requests }]
      : []),
    ...(key.endsWith(` ${atoms}`) ? [{ key: key.slice(0, -atoms.length - 1), isRequest }] : []),
  ]);
}
