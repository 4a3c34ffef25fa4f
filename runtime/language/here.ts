/**
 * Where a sentence is meant, when it does not say so: "in here" is the area where the speaker is, and
 * so is "the lights" of a door that knows where that is, and where there are some. Whoever says "all"
 * means everywhere.
 */
import { measureRank } from './measures.ts';
import type { Reference } from './names.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';

type Tokens = readonly Token[];

/** "the lights on the ground floor", "the level on the grow light": this "on" switches nothing. */
export function placeOn(tokens: Tokens): Tokens {
  const switches = tokens.filter(({ tag }) => tag === 'switch' || tag === 'state');
  const isJoint = switches.length < 2 ? joinsNouns : isOnFloor;
  return tokens.map((token, at) => (isJoint(tokens, at) ? within(token) : token));
}

/** It says where, and no state any more. */
function within({ text, from, to }: Token): Token {
  return { text, from, to, tag: 'in' };
}

/** Without a verb before it, it stands between what is measured, or what is there, and where: "vibrations on the pump". */
function joinsNouns(tokens: Tokens, at: number): boolean {
  const [before, after] = [tokens.slice(0, at), tokens.slice(at + 1)];
  if (tokens[at]?.text !== 'on' || has(before, ...VERBAL)) return false;
  const next = after.findIndex(({ tag }) => tag !== 'filler' && tag !== 'a');
  if (!isNoun(after[next])) return false;
  const isMeasured = before.some(isMeasure);
  return isMeasured || (next > 0 && !isAsked(tokens) && before.some(isNoun));
}

/** With one of these before it, "on" belongs to the verb: "turn the light on". */
const VERBAL = [
  ...(['set', 'keep', 'ensure', 'up', 'down', 'and', 'comma', 'then', 'quantity'] as const),
] as const;

/** "is the light on the pump's board?": there it may be a state. */
function isAsked(tokens: Tokens): boolean {
  return has(tokens, 'be', 'ask', 'aux', 'question');
}

function isMeasure({ measure, reference }: Token): boolean {
  return measure !== undefined || (reference !== undefined && !isThing(reference));
}

function isNoun(token: Token | undefined): boolean {
  return (
    token?.reference !== undefined && (isThing(token.reference) || token.reference.areas.length > 0)
  );
}

function isThing({ things, kind, kinds }: Reference): boolean {
  return things.length + kind.length + kinds.length > 0;
}

function isOnFloor(tokens: Tokens, at: number): boolean {
  if (tokens[at]?.text !== 'on') return false;
  const next = tokens.slice(at + 1).find(({ tag }) => tag !== 'filler')?.reference;
  return next !== undefined && next.areas.length > 0 && next.things.length + next.kind.length === 0;
}

/** @param place id of an area; absent: nobody knows, and "here" says nothing where a place or a thing is named */
export function placeSpeaker(tokens: Tokens, index: SiteIndex, place?: string): Tokens {
  const { areas } = index;
  const here = areas.length === 1 ? areas[0] : areas.find(({ id }) => id === place);
  if (here === undefined)
    return tokens.some(isOfPlace)
      ? tokens.map((token) => (isHere(token) ? plain(token) : token))
      : tokens;
  const area = nameOf(here.id);
  if (has(tokens, 'here'))
    return tokens.map((token) => (isHere(token) ? { ...token, ...area } : token));
  const at = tokens.findIndex((token) => isFoundIn(here.id, token, index));
  const isPlaced = tokens.some(isOfPlace) || has(tokens, 'all', 'every', 'it', 'them', 'timer');
  if (at < 0 || isPlaced || COUNTING.test(tokens.map(({ text }) => text).join(' '))) return tokens;
  const { to = 0, text = '' } = tokens[at] ?? {};
  return [...tokens.slice(0, at + 1), { ...area, text, from: to, to }, ...tokens.slice(at + 1)];
}

/** "are any lights on?" asks of all that there are. */
const COUNTING = /\b(?:any|which|how many)\b|哪|几|多少个/;

function isHere(token: Token): boolean {
  return token.tag === 'here';
}

function plain(token: Token): Token {
  return { ...token, tag: 'filler' };
}

/** A kind, or what is measured, of which there is one in most places, and in this one. */
function isFoundIn(area: string, { measure, reference }: Token, { things }: SiteIndex): boolean {
  const isOfKind = (reference?.kind ?? []).some((thing) => thing.area === area);
  if (isOfKind || measure === undefined) return isOfKind;
  return things.some(
    (thing) =>
      thing.area === area &&
      thing.properties.some((property) => measureRank(measure, thing, property) !== undefined),
  );
}

/** It says where, or which: then nothing is to be guessed. */
function isOfPlace({ reference }: Token): boolean {
  if (reference === undefined) return false;
  const { areas, boards, things, properties } = reference;
  return areas.length + boards.length + things.length + properties.length > 0;
}

function nameOf(area: string): { readonly tag: 'name'; readonly reference: Reference } {
  const nothing = { things: [], kind: [], kinds: [], properties: [], boards: [] };
  return { tag: 'name', reference: { ...nothing, areas: [area], many: false } };
}
