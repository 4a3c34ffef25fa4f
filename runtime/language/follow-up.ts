/**
 * What a sentence leaves to the one before it: "the other pump", "also the bedroom", "and the fan".
 * Of an order that had an end, or a time, nothing is done again without one.
 */
import type { SiteThing } from '../config/site.ts';
import type { Reference } from './names.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';
import type { Trouble } from './trouble.ts';
import type { Focus } from './understanding.ts';

type Tokens = readonly Token[];

interface FollowUpContext {
  readonly index: SiteIndex;
  readonly focus: Focus | undefined;
}

/** "the other pump" is the only one that was not spoken of; "both pumps" are all, where there are two. */
export function settleOther(tokens: Tokens, { index, focus }: FollowUpContext): Tokens {
  const spoken = thingsIn(focus, index);
  const words = spoken.length > 1 && !tokens.some(isName) ? tokens.map(asThem) : tokens;
  if (!has(words, 'other', 'them')) return words;
  return words.map((token, at) => {
    if (token.tag === 'them' && BOTH.test(token.text))
      return candidatesOf(nameAfter(words, at)).length === 2 ? { ...token, tag: 'all' } : token;
    if (token.tag === 'other')
      return nameAfter(words, at) === undefined
        ? theOther(token, alike(spoken, index), spoken)
        : { ...token, tag: 'filler' };
    const isOther = token.reference !== undefined && wordBefore(words, at)?.tag === 'other';
    return isOther ? theOther(token, candidatesOf(token), spoken) : token;
  });
}

function isName({ reference }: Token): boolean {
  return reference !== undefined;
}

/** 都关掉, of several that were spoken of, means these. */
function asThem(token: Token): Token {
  return token.text === '都' ? { ...token, tag: 'them' } : token;
}

const BOTH = /^(?:both(?: the)?|the two|beiden?|alle beide|ambos|ambas|l[ao]s dos|两个都)$/;

/** An order that only names what else is meant gets the wish of the one before. */
export function continueOrder(tokens: Tokens, { index, focus }: FollowUpContext): Tokens | Trouble {
  const last = tokens.at(-1);
  if (last === undefined || focus?.value === undefined || !saysAlso(tokens)) return tokens;
  const said = tokens.filter(({ text }) => !ALSO.test(text));
  const spoken = thingsIn(focus, index);
  const isNamed = tokens.some(({ reference }) => candidates(reference).length > 0);
  if (!isNamed && !tokens.some(({ reference }) => (reference?.areas.length ?? 0) > 0))
    return tokens;
  const place = { text: '', from: last.to, to: last.to };
  const things: Token[] = isNamed
    ? []
    : [{ ...place, tag: 'name', reference: kindOf(spoken, index) }];
  if (has(said, ...WISHES)) return [...said, ...things];
  if (focus.isTimed === true && !has(said, 'duration', 'clock'))
    return { reason: 'missing', hint: 'duration', things: spoken };
  return [...said, ...things, ...wishOf(focus.value, place)];
}

const WISHES = [
  ...(['set', 'keep', 'ensure', 'switch', 'state', 'up', 'down', 'quantity'] as const),
  ...(['show', 'topic', 'plot', 'table', 'picture', 'measure', 'all', 'every'] as const),
] as const;

/** "and the fan", 还有风扇 begin with it; "the fan too" says it anywhere. */
function saysAlso(tokens: Tokens): boolean {
  const first = tokens.find(({ tag }) => tag !== 'please');
  return first?.tag === 'and' || tokens.some(({ text }) => ALSO.test(text));
}

const ALSO = /^(?:also|too|as well|auch|tambien|también|还有|也)$/;

function wishOf(value: Focus['value'], place: Pick<Token, 'text' | 'from' | 'to'>): Token[] {
  if (typeof value === 'boolean') return [{ ...place, tag: 'switch', on: value }];
  if (typeof value !== 'number') return [];
  return [
    { ...place, tag: 'to' },
    { ...place, tag: 'quantity', amount: value },
  ];
}

function thingsIn(focus: Focus | undefined, index: SiteIndex): readonly SiteThing[] {
  const found = focus?.addresses.flatMap((address) => index.findTargets(address)?.thing ?? []);
  return [...new Set(found)];
}

function alike(spoken: readonly SiteThing[], { things }: SiteIndex): readonly SiteThing[] {
  return things.filter(({ kind }) => spoken.some((one) => one.kind === kind));
}

/** "also the bedroom", after a light: its lights. */
function kindOf(spoken: readonly SiteThing[], index: SiteIndex): Reference {
  const kinds = [...new Set(spoken.map(({ kind }) => kind))];
  return { ...NOTHING, kind: alike(spoken, index), kinds, many: true };
}

/** Where it can only be one; else the word says nothing that is known. */
function theOther(
  { text, from, to }: Token,
  things: readonly SiteThing[],
  spoken: readonly SiteThing[],
): Token {
  const left = things.filter((thing) => !spoken.includes(thing));
  if (left.length !== 1 || left.length === things.length) return { tag: 'unknown', text, from, to };
  return { tag: 'name', text, from, to, reference: { ...NOTHING, things: left } };
}

function nameAfter(tokens: Tokens, at: number): Token | undefined {
  const next = tokens.slice(at + 1).find(({ tag }) => tag !== 'filler' && tag !== 'other');
  return candidatesOf(next).length > 0 ? next : undefined;
}

function wordBefore(tokens: Tokens, at: number): Token | undefined {
  return tokens.slice(0, at).findLast(({ tag }) => tag !== 'filler');
}

function candidatesOf(token: Token | undefined): readonly SiteThing[] {
  return candidates(token?.reference);
}

function candidates(reference: Reference | undefined): readonly SiteThing[] {
  return [...new Set([...(reference?.things ?? []), ...(reference?.kind ?? [])])];
}

const NOTHING: Reference = {
  ...{ things: [], kind: [], kinds: [], properties: [], areas: [], boards: [] },
  many: false,
};
