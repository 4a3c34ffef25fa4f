/**
 * Words with two meanings, settled by what the site has: "is the floor dry?" asks a leak sensor where
 * there is one, "is Ada at home?" a person, "auf 50 %" is no opening. Only questions change, and
 * particles before a quantity.
 */
import type { SiteThing } from '../config/site.ts';
import type { Measure } from './measures.ts';
import type { Word } from './lexicon.ts';
import type { SiteIndex } from './site-index.ts';
import { settleStops } from './stops.ts';
import { has, type Token } from './token.ts';

type Tokens = readonly Token[];

export function settleSenses(words: Tokens, index: SiteIndex): Tokens {
  const tokens = settleStops(words).map((token, at, all) =>
    isOrdered(token, all.slice(0, at)) ? { ...token, tag: 'it' as const } : token,
  );
  const led = tokens.map((token, at) => (leads(tokens, at) ? become(token, token.ahead) : token));
  if (!asksOfState(led)) return led;
  const settled = led
    .map((token) => become(token, meaningOf(token, led, index)))
    .map((token) => (isHomeless(token, index) ? { ...token, tag: 'filler' as const } : token));
  return assume(
    settled.map((token) => asWhich(token, settled, index)),
    index,
  );
}

/** "schalte sie aus": behind an order to one person it is what the order is about, and nobody who did something. */
function isOrdered({ tag, text }: Token, before: Tokens): boolean {
  if (tag !== 'person' || text !== 'sie' || has(before, 'person')) return false;
  const verb = before.at(-1);
  return verb?.tag === 'set' && TO_ONE.test(verb.text);
}

const TO_ONE = /^(?:schalte?|mache?|stelle?|drehe?|fahre?|dimme?|lasse?|setze?)$/;

function become(token: Token, word: Word | undefined): Token {
  if (word === undefined) return token;
  const { from, to, text } = token;
  return { ...word, text: word.as ?? text, from, to };
}

/** "auf 50 %", "auf das Maximum". */
function leads(tokens: Tokens, at: number): boolean {
  const ahead = tokens[at]?.ahead;
  if (ahead === undefined) return false;
  const follower = tokens[at + 1];
  if (ahead.tag === 'a') return follower !== undefined && has([follower], ...NOUNS);
  const next = tokens.slice(at + 1).find(({ tag }) => tag !== 'filler' && tag !== 'a');
  if (ahead.tag === 'at') return next?.tag === 'clock';
  return next?.tag === 'quantity';
}

/** What an article stands before. */
const NOUNS = ['name', 'measure', 'timer', 'duration', 'quantity', 'unknown'] as const;

const ASKING = ['be', 'aux', 'ask', 'question', 'show', 'who', 'why', 'see', 'when'] as const;

/** Not "turn off everything at home", and not "can you …". */
function asksOfState(tokens: Tokens): boolean {
  if (has(tokens, 'set', 'request', 'ensure', 'keep')) return false;
  return has(tokens, ...ASKING) && (!has(tokens, 'may') || has(tokens, 'when'));
}

/** What it means instead, where something here can say that. */
function meaningOf(token: Token, tokens: Tokens, index: SiteIndex): Word | undefined {
  const or = token.or ?? (token.tag === 'state' ? token : undefined);
  if (or?.measure === undefined) return undefined;
  const named = tokens.flatMap(thingsOf);
  const isOther = tokens.some((other) => other.on !== undefined && other !== token);
  if (named.length === 0 && (isOther || !speaksOfAnything(tokens))) return undefined;
  const among = named.length > 0 ? named : index.things;
  const isOfThings = tokens.some(({ topic }) => topic === 'things');
  const measures = [or.measure, ...(ALTERNATIVES[or.measure] ?? [])];
  const said = (isOfThings ? measures.reverse() : measures).find((measure) =>
    among.some((thing) => says(thing, measure, index, or.tag === 'state')),
  );
  return said === undefined ? undefined : { ...or, measure: said };
}

/** People are at home, devices are present. */
const ALTERNATIVES: Readonly<Partial<Record<Measure, readonly Measure[]>>> = { home: ['presence'] };

/** "at home", where nothing knows who is: then it is only a place. */
function isHomeless({ tag, measure }: Token, index: SiteIndex): boolean {
  return (
    tag === 'state' &&
    measure === 'home' &&
    !index.things.some((thing) => says(thing, 'home', index, true))
  );
}

/** "who is at home?" lists people; "when is the next birthday?" reads a date. */
function asWhich(token: Token, tokens: Tokens, index: SiteIndex): Token {
  const isOfPeople = tokens.some(({ tag, measure }) => tag === 'state' && measure === 'home');
  if (token.tag === 'every' && isOfPeople) return { ...token, tag: 'all' };
  if (token.tag === 'person' && isOfPeople) return { ...token, tag: 'ask', text: 'any' };
  const isDate = tokens.flatMap(thingsOf).some((thing) => says(thing, 'date', index, false));
  if (token.tag === 'who' && isOfPeople) return { ...token, tag: 'ask', text: 'which' };
  return token.tag === 'when' && isDate ? { ...token, tag: 'ask', text: 'what' } : token;
}

function thingsOf({ reference }: Token): readonly SiteThing[] {
  return reference === undefined ? [] : [...reference.things, ...reference.kind];
}

function says(thing: SiteThing, measure: Measure, index: SiteIndex, isState: boolean): boolean {
  const found = index.measured(measure, [thing]);
  return found.some(({ property }) => !isState || property.type === 'boolean');
}

/** "are any devices …", "who is …", "is everyone …": of no thing in particular. */
function speaksOfAnything(tokens: Tokens): boolean {
  return (
    has(tokens, 'who', 'person', 'all', 'every') ||
    tokens.some(
      ({ topic, text }) => topic === 'things' || /^(?:anything|something|any)$/.test(text),
    )
  );
}

/** "is there any smoke?" asks whether it is so, though it names no state. */
function assume(tokens: Tokens, index: SiteIndex): Tokens {
  const isSaid = tokens.some((token) => token.on !== undefined) || has(tokens, 'quantity');
  const isYesNo = has(tokens, 'be', 'aux', 'question') && !has(tokens, 'ask', 'when', 'why', 'who');
  const measures = tokens.filter(({ tag }) => tag === 'measure');
  const [only] = measures;
  if (isSaid || !(isYesNo || asksForAny(tokens)) || only?.measure === undefined) return tokens;
  const { measure } = only;
  const named = tokens.flatMap(thingsOf);
  const among = named.length > 0 ? named : index.things;
  const isSensed = among.some((thing) => says(thing, measure, index, true));
  return isSensed
    ? tokens.map((token) => (token === only ? { ...token, on: true } : token))
    : tokens;
}

/** "is there any …", "how many …": these ask for a state, and not for a value. */
function asksForAny(tokens: Tokens): boolean {
  return tokens.every(({ tag, text }) => tag !== 'ask' || /^(?:any|how many|which)$/.test(text));
}
