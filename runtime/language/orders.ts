/**
 * Understands an order: on and off, values, modes, cancel, undo. It acts only on a sentence of
 * which every single word is explained.
 */
import type { Value } from '../core/reading.ts';
import { splitClauses, type Clause } from './clauses.ts';
import type { Change } from './changes.ts';
import { isExplained } from './explained.ts';
import { EMPTY_MENTION, isPlaced, readMentions, type Mention } from './mentions.ts';
import { resolveWrite, type Antecedent } from './resolve-write.ts';
import { readSchedule, type Moment, type Schedule } from './schedule.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';
import { isTrouble, type Trouble } from './trouble.ts';
import type { ActionCall, Focus } from './understanding.ts';
import { readWish, type Wish } from './wish.ts';

type Tokens = readonly Token[];

export interface Order {
  readonly calls: readonly ActionCall[];
  readonly focus: Focus;
  readonly spared?: readonly string[];
}

export interface OrderContext {
  readonly index: SiteIndex;
  readonly moment: Moment;
  readonly focus: Focus | undefined;
}

/** Nobody says more in one breath. */
const MOST_CLAUSES = 12;

/** Tags that make a sentence an order at all. */
export function wantsSomething(tokens: Tokens): boolean {
  return has(
    tokens,
    'set',
    'keep',
    'ensure',
    'switch',
    'up',
    'down',
    'again',
    'quantity',
    'duration',
    'clock',
  );
}

export function understandOrder(tokens: Tokens, context: OrderContext): Order | Trouble {
  const here = tokens.find(({ tag }) => tag === 'here');
  if (here !== undefined) return nowhere(here, context.index);
  if (has(tokens, 'vague') && isExplained(tokens.filter(isClear))) return vague(tokens);
  if (!isExplained(tokens) || opensAll(tokens)) return { reason: 'unknown' };
  const clauses = splitClauses(tokens);
  if (clauses.length > MOST_CLAUSES) return { reason: 'unknown' };
  if (has(tokens, 'again') && !tokens.some((token) => has([token], 'switch', 'quantity')))
    return repeat(tokens, context);
  const calls: ActionCall[] = [];
  let antecedent: Antecedent = context.focus?.addresses ?? [];
  let shared: Schedule = {};
  for (const [at, clause] of clauses.entries()) {
    const place = at > 0 ? 'later' : clauses.length > 1 ? 'first' : 'only';
    const order = understandClause(clause, place, antecedent, context);
    if (isTrouble(order)) return order;
    if (at > 0 && isLateTime(clause, order, clauses.length)) return { reason: 'missing' };
    calls.push(...order.changes.map((change) => setCall(change, { ...shared, ...order.schedule })));
    if (at === 0) shared = readSchedule(beforeVerb(clause), context.moment) ?? {};
    antecedent = order.changes.map((change) => change.target);
  }
  if (contradicts(calls)) return { reason: 'ambiguous', hint: 'contradiction' };
  const last = calls.at(-1)?.args['value'];
  return { calls: unique(calls), focus: focusOf(calls, last) };
}

/** "turn the pump on and off": they begin together, so nobody could tell which of them holds. */
function contradicts(calls: readonly ActionCall[]): boolean {
  const firsts = new Map<string, unknown>();
  return calls.some(({ args: { target, at, value } }) => {
    const key = JSON.stringify([target, at]);
    if (!firsts.has(key)) firsts.set(key, value);
    return firsts.get(key) !== value;
  });
}

/** "in here", of a chat that nobody has said the place of. */
function nowhere(token: Token, { areas }: SiteIndex): Trouble {
  return { reason: 'missing', hint: 'place', token, areas: areas.map(({ id }) => id) };
}

/** "for a while": nobody guesses how long. */
function vague(tokens: Tokens): Trouble {
  const things = tokens.flatMap(({ reference }) => reference?.things ?? []);
  return { reason: 'missing', hint: 'duration', things };
}

/** Its "for" goes with it. */
function isClear(token: Token, at: number, tokens: Tokens): boolean {
  return token.tag !== 'vague' && !(token.tag === 'for' && tokens[at + 1]?.tag === 'vague');
}

/** "open everything" means vents and doors to one person and every switch to another: nobody's guess. */
function opensAll(tokens: Tokens): boolean {
  const namesNone = !tokens.some(
    ({ reference: { things = [], kind = [] } = {} }) => things.length + kind.length > 0,
  );
  const opens = tokens.some(({ tag, text }) => tag === 'switch' && text === 'open');
  return has(tokens, 'all') && opens && namesNone;
}

interface ClauseOrder {
  readonly changes: readonly Change[];
  readonly schedule: Schedule;
  /** "it", or nothing at all: what the clause before spoke of. */
  readonly refersBack: boolean;
}

function understandClause(
  clause: Clause,
  place: 'only' | 'first' | 'later',
  antecedent: Antecedent,
  context: OrderContext,
): ClauseOrder | Trouble {
  const mentions = readMentions(clause);
  const spoken = mentions.named.filter(isPlaced);
  const wish = readWish(clause);
  const schedule = readSchedule(clause, context.moment);
  const isOpen = place === 'first' && !clause.some(pointsAt);
  if (wish === undefined || schedule === undefined || isOpen)
    return { ...missing(spoken, wish, context), ...hintOf(clause) };
  const meant = spoken.length > 0 ? spoken : [nothingNamed(place === 'later')];
  const changes = resolveMentions(meant, wish, context, antecedent);
  if (isTrouble(changes)) {
    const trouble = changes.things?.length === 0 ? missing(spoken, wish, context) : changes;
    const isUnnamed = trouble.reason === 'missing' && !clause.some(pointsAt);
    const hint = isUnnamed ? ({ hint: 'thing' } as const) : unable(spoken, wish, context.index);
    return { ...(trouble.reason === 'ambiguous' ? {} : hint), ...trouble };
  }
  const isHalfSaid = has(clause, 'except') && mentions.excepted.length === 0;
  const kept = isHalfSaid ? undefined : exclude(changes, mentions.excepted, context.index);
  if (kept === undefined) return { reason: 'unknown' };
  const refersBack = meant.every((mention) => mention.pronoun !== undefined || !isPlaced(mention));
  return kept.length === 0 ? { reason: 'missing' } : { changes: kept, schedule, refersBack };
}

/** What stands in the way, where it can be seen. */
function hintOf(clause: Clause): Pick<Trouble, 'hint'> {
  if (clause.filter(({ tag }) => tag === 'quantity').length > 1) return { hint: 'one-value' };
  if (clause.some(({ durationMs }) => durationMs === 0)) return { hint: 'duration' };
  return clause.some(pointsAt) ? {} : { hint: 'thing' };
}

/** "set tank level to 80": what is named is only measured. "make the pump red": it has no colour. */
function unable(
  spoken: readonly Mention[],
  wish: Wish,
  index: SiteIndex,
): Pick<Trouble, 'hint' | 'things'> {
  const things = spoken.flatMap((mention) => [
    ...index.subjects(mention, () => true),
    ...mention.parts.flat().map(({ thing }) => thing),
  ]);
  const canWrite = things.some(({ properties }) => properties.some(({ writable }) => writable));
  if (things.length === 0 || (canWrite && wish.kind !== 'value')) return {};
  return { hint: canWrite ? 'unable' : 'read-only', things };
}

function pointsAt(token: Token): boolean {
  return token.reference !== undefined || has([token], 'it', 'them', 'all', 'measure');
}

/** What was named stands in the suggestions; where nothing was, what the chat is about. */
function missing(
  spoken: readonly Mention[],
  wish: Wish | undefined,
  { index, focus }: OrderContext,
): Trouble {
  const named = spoken.flatMap(({ subjects }) =>
    subjects.flatMap((one) => [...one.things, ...one.kind]),
  );
  const inMind = (focus?.addresses ?? []).flatMap((address) => index.findTargets(address) ?? []);
  return {
    reason: 'missing',
    things: named.length > 0 ? named : inMind.map(({ thing }) => thing),
    ...(wish?.kind === 'switch' && { on: wish.on }),
  };
}

/** In a later clause the things of the one before are meant; else nothing is. */
function nothingNamed(isLater: boolean): Mention {
  return isLater ? { ...EMPTY_MENTION, pronoun: 'them' } : EMPTY_MENTION;
}

function resolveMentions(
  mentions: readonly Mention[],
  wish: Wish,
  { index }: OrderContext,
  antecedent: Antecedent,
): Change[] | Trouble {
  const changes: Change[] = [];
  for (const mention of mentions) {
    const known = isPlaced(mention) ? antecedent : [];
    const found = resolveWrite(mention, wish, index, known);
    if (isTrouble(found)) return found;
    changes.push(...found);
  }
  return changes;
}

/** undefined when it is unclear what is left out. */
function exclude(
  changes: readonly Change[],
  excepted: readonly Mention[],
  index: SiteIndex,
): readonly Change[] | undefined {
  const found = excepted.map((mention) =>
    mention.subjects.length > 0
      ? index.subjects(mention, () => true)
      : mention.areas.length > 0
        ? index.within(mention)
        : [],
  );
  if (found.some((things) => things.length === 0)) return undefined;
  const kept = new Set(found.flat().map((thing) => thing.id));
  return changes.filter((change) => !kept.has(change.target.split('.')[0] ?? ''));
}

/** "turn on the pump and open the vent at six": nobody knows whether the pump waits too. */
function isLateTime(clause: Clause, order: ClauseOrder, clauses: number): boolean {
  return (
    clauses > 1 && order.schedule.at !== undefined && !order.refersBack && !leadsWithTime(clause)
  );
}

function leadsWithTime(clause: Clause): boolean {
  return has(beforeVerb(clause), 'clock', 'duration');
}

function beforeVerb(clause: Clause): Tokens {
  const verb = clause.findIndex((token) => has([token], 'set', 'keep', 'switch', 'up', 'down'));
  return clause.slice(0, Math.max(0, verb));
}

/** "again" repeats the last write; switching on again is repeated only for a stated time. */
function repeat(tokens: Tokens, { focus, moment }: OrderContext): Order | Trouble {
  const schedule = readSchedule(tokens, moment);
  const value = focus?.value;
  if (focus === undefined || value === undefined || schedule === undefined || namesAnything(tokens))
    return { reason: 'missing' };
  if (value === true && schedule.for === undefined) return { reason: 'missing' };
  const calls = focus.addresses.map((target) => setCall({ target, value }, schedule));
  return { calls, focus };
}

function namesAnything(tokens: Tokens): boolean {
  return readMentions(tokens).named.some((mention) => mention.subjects.length > 0 || mention.all);
}

function setCall(
  change: { readonly target: string; readonly value?: Value; readonly change?: number },
  schedule: Schedule,
): ActionCall {
  return { action: 'set', args: { ...change, ...schedule } };
}

function unique(calls: readonly ActionCall[]): ActionCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call.args), call])).values()];
}

function focusOf(calls: readonly ActionCall[], value: unknown): Focus {
  const addresses = [...new Set(calls.map((call) => String(call.args['target'])))];
  const known = typeof value === 'boolean' || typeof value === 'number' ? { value } : {};
  const isTimed = calls.some(({ args }) => args['for'] !== undefined || args['at'] !== undefined);
  return { addresses, ...known, ...(isTimed && { isTimed }) };
}
