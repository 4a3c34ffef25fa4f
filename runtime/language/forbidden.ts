/**
 * "Turn off the pump and don't turn on the heater": an order, and beside it what is forbidden. In
 * the harmless direction the order is carried out without it, and the reply names what was left
 * alone; in the other it is offered. Only a part of its own may forbid: a "not" anywhere else
 * forbids the whole sentence.
 */
import { readMentions, type Mention } from './mentions.ts';
import type { Order } from './orders.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';
import type { ActionCall } from './understanding.ts';

type Tokens = readonly Token[];

export interface Divided {
  readonly ordered: Tokens;
  readonly forbidden: readonly Tokens[];
}

/** "everything but the light" leaves out; "…, but not the pump" and "…, but close the vent" go on. */
export function settleBut(tokens: Tokens): Tokens {
  return tokens.map((token, at) => {
    if (token.tag !== 'but') return token;
    const before = tokens.slice(0, at).findLast(({ tag }) => tag !== 'filler');
    const after = tokens.slice(at + 1);
    if (forbids(after) || has(after, 'switch', 'set', 'keep')) return { ...token, tag: 'comma' };
    const isSeveral = before?.tag === 'all' || before?.reference?.many === true;
    return isSeveral ? { ...token, tag: 'except' } : token;
  });
}

/** undefined where nothing is ordered before the first part that forbids, or something behind it. */
export function divideForbidden(tokens: Tokens): Divided | undefined {
  const parts = cutParts(tokens);
  const at = parts.findIndex(forbids);
  if (at <= 0) return undefined;
  const forbidden: Token[][] = [];
  for (const part of parts.slice(at)) {
    if (forbids(part)) forbidden.push([...part]);
    else if (part.every(isListed)) forbidden.at(-1)?.push(...part);
    else return undefined;
  }
  const from = parts[at]?.[0];
  const ordered = tokens.slice(0, from === undefined ? 0 : tokens.indexOf(from));
  return { ordered: withoutDivider(ordered), forbidden };
}

/** The order without what is forbidden; undefined where nothing is left of it, where the two contradict or are unclear, or where it would start something. */
export function spare(
  order: Order,
  forbidden: readonly Tokens[],
  index: SiteIndex,
): { readonly calls: readonly ActionCall[]; readonly spared: readonly string[] } | undefined {
  let { calls } = order;
  const spared: string[] = [];
  for (const part of forbidden) {
    const things = forbiddenThings(part, index, calls);
    if (things === undefined) return undefined;
    const directions = part.flatMap(({ tag, on }) => (tag === 'switch' ? (on ?? []) : []));
    const left = calls.filter((call) => !isForbidden(call, things, directions[0]));
    spared.push(...things.filter((thing) => !left.some((call) => thingOf(call) === thing)));
    calls = left;
  }
  const isHarmless = calls.every(({ args }) => args['value'] === false);
  return calls.length === 0 || !isHarmless ? undefined : { calls, spared: [...new Set(spared)] };
}

/** Whatever else is forbidden is no order that could be kept apart. */
const FORBIDDABLE = [
  ...([
    'not',
    'aux',
    'set',
    'switch',
    'touch',
    'name',
    'filler',
    'please',
    'and',
    'comma',
  ] as const),
  ...(['it', 'them', 'again', 'within', 'in', 'ba', 'request', 'all'] as const),
] as const;

function forbiddenThings(
  part: Tokens,
  index: SiteIndex,
  calls: readonly ActionCall[],
): readonly string[] | undefined {
  if (!part.every((token) => has([token], ...FORBIDDABLE))) return undefined;
  // "don't turn it on again" speaks of what was just switched off.
  if (has(part, 'it', 'them'))
    return has(part, 'switch') && !has(part, 'name') ? calls.map(thingOf) : undefined;
  const found = readMentions(part).named.map((mention) => meant(mention, index));
  const isClear = found.length > 0 && found.every((things) => things.length > 0);
  return isClear ? found.flat() : undefined;
}

function meant(mention: Mention, index: SiteIndex): readonly string[] {
  if (mention.subjects.length > 0) return index.subjects(mention, () => true).map(({ id }) => id);
  return mention.areas.length > 0 ? index.within(mention).map(({ id }) => id) : [];
}

function isForbidden(
  call: ActionCall,
  things: readonly string[],
  on: boolean | undefined,
): boolean {
  if (!things.includes(thingOf(call))) return false;
  const value = call.args['value'];
  return on === undefined || typeof value !== 'boolean' || value === on;
}

function thingOf({ args }: ActionCall): string {
  return String(args['target']).split('.')[0] ?? '';
}

const FORBIDDING =
  /^(?:not|never|不要|别|不用|不必|勿|请勿|不许|不准|不|先别|切勿|千万别|千万不要|请不要|不得)$/;

/** "don't …", "not …", 别…: at its very beginning. */
function forbids(part: Tokens): boolean {
  const words = part.filter(
    (token) => !has([token], 'filler', 'please', 'and', 'comma', 'request'),
  );
  const first = words[0]?.text === 'do' ? words[1] : words[0];
  return first?.tag === 'not' && first.on === undefined && FORBIDDING.test(first.text);
}

const DIVIDERS = ['comma', 'and', 'then'] as const;

/** Each with the divider before it. */
function cutParts(tokens: Tokens): Tokens[] {
  const parts: Token[][] = [[]];
  for (const token of tokens)
    if (has([token], ...DIVIDERS)) parts.push([token]);
    else parts.at(-1)?.push(token);
  return parts.filter((part) => !part.every((token) => has([token], ...DIVIDERS)));
}

function isListed(token: Token): boolean {
  return has([token], 'name', 'filler', 'please', ...DIVIDERS);
}

function withoutDivider(tokens: Tokens): Tokens {
  const last = tokens.findLastIndex((token) => !has([token], ...DIVIDERS));
  return tokens.slice(0, last + 1);
}
