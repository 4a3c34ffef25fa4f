/**
 * Groups the names of a clause into mentions: "the level of the grow light in the greenhouse" is
 * one, "the pump and the light" are two. Which things they are is decided in `site-index.ts`.
 */
import type { Measure } from './measures.ts';
import type { Reference, Target } from './names.ts';
import type { Token } from './token.ts';

export interface Mention {
  /** Names of things, or of kinds; an order allows one. */
  readonly subjects: readonly Reference[];
  /** Names of properties: each what it may stand for. */
  readonly parts: readonly (readonly Target[])[];
  readonly measures: readonly Measure[];
  /** What it is said to be: "wet", "connected". Only what can say that is meant. */
  readonly stated?: Measure;
  /** How its state is said, where that leaves less of what could be on or off. */
  readonly facet?: NonNullable<Token['facet']>;
  readonly areas: readonly string[];
  readonly boards: readonly string[];
  readonly all: boolean;
  readonly pronoun?: 'it' | 'them';
  /** The word that names the subject: a suggestion puts a clearer one in its place. */
  readonly token?: Token;
}

export interface Mentions {
  readonly named: readonly Mention[];
  readonly excepted: readonly Mention[];
}

/** Nothing is named. */
export const EMPTY_MENTION: Mention = {
  subjects: [],
  parts: [],
  measures: [],
  areas: [],
  boards: [],
  all: false,
};

const DIVIDERS: ReadonlySet<Token['tag']> = new Set<Token['tag']>(['and', 'or', 'comma', 'then']);

export function readMentions(tokens: readonly Token[]): Mentions {
  const { kept, excepted } = splitExceptions(tokens);
  return { named: shareAreas(group(kept)), excepted: group(excepted) };
}

/** Whether it says which thing, and not only where. */
export function namesSomething(mention: Mention): boolean {
  return (
    mention.subjects.length + mention.parts.length + mention.measures.length > 0 ||
    mention.pronoun !== undefined ||
    mention.stated !== undefined ||
    mention.all
  );
}

/** Whether it says which thing, or where. */
export function isPlaced(mention: Mention): boolean {
  return namesSomething(mention) || mention.areas.length + mention.boards.length > 0;
}

function splitExceptions(tokens: readonly Token[]): { kept: Token[]; excepted: Token[] } {
  const kept: Token[] = [];
  const excepted: Token[] = [];
  let inside = false;
  for (const token of tokens) {
    if (token.tag === 'except') inside = true;
    else if (token.tag === 'except-end' || (inside && endsException(token))) inside = false;
    (inside ? excepted : kept).push(token);
  }
  return { kept, excepted };
}

function endsException(token: Token): boolean {
  return token.tag === 'all' || token.tag === 'comma' || token.tag === 'switch';
}

function group(tokens: readonly Token[]): Mention[] {
  const mentions: Mention[] = [];
  let current = EMPTY_MENTION;
  tokens.forEach((token, at) => {
    if (DIVIDERS.has(token.tag) && namesSomething(current)) {
      mentions.push(current);
      current = EMPTY_MENTION;
    }
    current = add(current, token, isVerbHere(tokens, at));
  });
  return current === EMPTY_MENTION ? mentions : [...mentions, current];
}

/** The first "switch" of "switch on the switch". */
function isVerbHere(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.tag !== 'set') return false;
  return !tokens
    .slice(0, at)
    .some((token) => /^(?:set|switch|be|aux|ask|state|all)$/.test(token.tag));
}

function add(mention: Mention, token: Token, isVerb: boolean): Mention {
  switch (token.tag) {
    case 'it':
    case 'them':
      return { ...mention, pronoun: token.tag };
    case 'all':
    case 'every':
      return { ...mention, all: true };
    default:
  }
  if (token.tag === 'state' && token.measure !== undefined)
    return { ...mention, stated: token.measure };
  if (token.facet !== undefined) return { ...mention, facet: token.facet };
  const asked = token.measure === undefined ? [] : [token.measure];
  const measured = { ...mention, measures: [...mention.measures, ...asked] };
  return token.reference === undefined || isVerb
    ? asked.length === 0
      ? mention
      : measured
    : refer(measured, token, token.reference);
}

function refer(mention: Mention, token: Token, reference: Reference): Mention {
  const { things, kinds, kind, properties, areas, boards } = reference;
  const isThing = things.length + kind.length + kinds.length > 0;
  const isPart = properties.length > 0 && (!isThing || belongs(mention, properties));
  if (isPart) return { ...mention, parts: [...mention.parts, properties] };
  if (isThing) return { ...mention, subjects: [...mention.subjects, reference], token };
  return {
    ...mention,
    areas: [...mention.areas, ...areas],
    boards: [...mention.boards, ...boards],
  };
}

/** "tank level": the second word is a property of the first, even where a thing is called so too. */
function belongs(mention: Mention, properties: readonly Target[]): boolean {
  return mention.subjects.some((subject) =>
    [...subject.things, ...subject.kind].some((thing) =>
      properties.some((target) => target.thing === thing),
    ),
  );
}

/** One area said once holds for all: "the pump and the light in the greenhouse"; several hold for the only thing. */
function shareAreas(mentions: readonly Mention[]): readonly Mention[] {
  const things = mentions.filter(namesSomething);
  const placed = mentions.filter((mention) => mention.areas.length > 0);
  if (things.length === 0 || (placed.length !== 1 && things.length !== 1)) return mentions;
  const areas = placed.flatMap((mention) => mention.areas);
  return things.map((mention) => ({ ...mention, areas }));
}
