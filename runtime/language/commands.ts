/** Orders to the conversation itself and to the modes of things: lock out, release, hand, auto, cancel, undo. */
import type { SiteThing } from '../config/site.ts';
import { readMentions, type Mention } from './mentions.ts';
import type { Order, OrderContext } from './orders.ts';
import { isMany, type SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';
import type { Trouble } from './trouble.ts';
import type { ActionCall, Focus } from './understanding.ts';

type Tokens = readonly Token[];
type Mode = 'auto' | 'hand' | 'locked-out';

const MODES: readonly (readonly [Token['tag'], Mode])[] = [
  ['lock', 'locked-out'],
  ['unlock', 'auto'],
  ['hand', 'hand'],
  ['auto', 'auto'],
];

const COURTESY = [
  'filler',
  'please',
  'request',
  'may',
  'question',
  'comma',
  'ba',
  'possessive',
  'person',
] as const;
const MODE_TAGS = [
  'set',
  'keep',
  'to',
  'in',
  'mode',
  'and',
  'it',
  'them',
  'all',
  'name',
  'above',
] as const;

/** undefined when the sentence is no such order; `reason` is what stood after "because" or a colon. */
export function understandCommand(
  spoken: Tokens,
  reason: string | undefined,
  context: OrderContext,
): Order | Trouble | undefined {
  const tokens = joinLockOut(spoken);
  const turned = turnLock(tokens, context);
  if (turned !== undefined) return turned;
  if (has(tokens, 'undo')) return plainOrder(tokens, 'undo', context);
  if (has(tokens, 'cancel')) return cancel(tokens, context);
  const modes = MODES.filter(([tag]) => has(tokens, tag));
  const isMode =
    modes.length > 0 && (has(tokens, 'lock', 'unlock', 'mode') || !has(tokens, 'switch'));
  return isMode ? setMode(tokens, modes, reason, context) : undefined;
}

/** The "out" of "lock the pump out". */
function joinLockOut(tokens: Tokens): Tokens {
  return has(tokens, 'lock') ? tokens.filter((token) => token.text !== 'out') : tokens;
}

function plainOrder(tokens: Tokens, action: 'undo', { focus }: OrderContext): Order | Trouble {
  if (!isOnly(tokens, action, 'it', 'again', 'topic')) return { reason: 'unknown' };
  return { calls: [{ action, args: {} }], focus: focus ?? { addresses: [] } };
}

/** "cancel" · "cancel everything" · "cancel it" · "cancel the pump task" · "cancel task-01k2…". */
function cancel(tokens: Tokens, { index, focus }: OrderContext): Order | Trouble {
  if (!isOnly(tokens, 'cancel', 'it', 'all', 'topic', 'task-id', 'name', 'every'))
    return { reason: 'unknown' };
  const task = tokens.find((token) => token.tag === 'task-id')?.text;
  const things = namedThings(tokens, index);
  if (things.length > 1) return { reason: 'ambiguous', things };
  if (task === undefined && things.length === 0 && has(tokens, 'name'))
    return { reason: 'unknown' };
  const target = task ?? things[0]?.id;
  const all =
    has(tokens, 'all', 'every') || tokens.some(({ text }) => /^(?:tasks|plans)$/.test(text));
  if (all && target !== undefined) return { reason: 'ambiguous', things };
  const args = target === undefined ? (all ? { all } : {}) : { target };
  return { calls: [{ action: 'cancel', args }], focus: focus ?? { addresses: [] } };
}

function setMode(
  tokens: Tokens,
  modes: typeof MODES,
  reason: string | undefined,
  { index, focus }: OrderContext,
): Order | Trouble {
  const [tag, mode] = modes[0] ?? [];
  if (mode === undefined || tag === undefined || modes.length > 1) return { reason: 'unknown' };
  if (!isOnly(tokens, tag, ...MODE_TAGS, ...(has(tokens, 'mode') ? (['switch'] as const) : [])))
    return { reason: 'unknown' };
  if (tokens.some((token) => token.tag === 'switch' && token.on === false))
    return { reason: 'unknown' };
  const isPronoun = has(tokens, 'it', 'them');
  if (isPronoun && has(tokens, 'name')) return { reason: 'ambiguous' };
  const things = isPronoun ? focusThings(focus, index) : namedThings(tokens, index);
  if (things.length === 0) return { reason: 'missing' };
  if (things.length > 1 && !meansSeveral(tokens))
    return { reason: 'ambiguous', things, ...namingToken(tokens) };
  const calls = things.map((thing) => modeCall(thing, mode, reason));
  return { calls, focus: { addresses: things.map((thing) => thing.id) } };
}

/** "lock the front door": a lock is turned, where that is what is named; anything else is locked out. */
function turnLock(tokens: Tokens, { index }: OrderContext): Order | Trouble | undefined {
  const [is, not] = has(tokens, 'lock') ? ([false, 'unlock'] as const) : ([true, 'lock'] as const);
  if (!has(tokens, is ? 'unlock' : 'lock') || has(tokens, not, 'mode', 'hand', 'auto'))
    return undefined;
  const { named } = readMentions(tokens);
  const isOfLocks = named.length > 0 && named.every(isLock);
  if (!isOfLocks || !isOnly(tokens, 'lock', 'unlock', ...MODE_TAGS, 'every')) return undefined;
  const found = named.map((mention) => ({
    mention,
    locks: index.subjects(mention, (thing) => thing.kind === 'lock'),
  }));
  const things = found.flatMap(({ locks }) => locks);
  const unclear = found.find(
    ({ mention, locks }) => locks.length > 1 && !isSeveral(mention, tokens),
  );
  if (unclear !== undefined) return { reason: 'ambiguous', things: unclear.locks };
  if (things.length === 0) return { reason: 'missing' };
  const targets = things.map(({ id }) => `${id}.open`);
  const calls = targets.map((target) => ({ action: 'set', args: { target, value: is } }));
  return { calls, focus: { addresses: targets, value: is } };
}

function isSeveral(mention: Mention, tokens: Tokens): boolean {
  return isMany(mention) || has(tokens, 'every') || mention.areas.length > 0;
}

/** By name, or as a kind that locks are of; the pump beside it is locked out instead. */
function isLock({ subjects }: Mention): boolean {
  return (
    subjects.length > 0 &&
    subjects.every(({ things, kinds, kind }) =>
      things.length > 0
        ? things.some((thing) => thing.kind === 'lock')
        : kinds.includes('lock') &&
          kind.every((thing) => thing.kind === 'lock' || !isDriven(thing)),
    )
  );
}

function modeCall(thing: SiteThing, mode: Mode, reason: string | undefined): ActionCall {
  const isReasoned = mode === 'locked-out' && reason !== undefined;
  return { action: 'mode', args: { thing: thing.id, mode, ...(isReasoned && { reason }) } };
}

function isOnly(tokens: Tokens, ...tags: Token['tag'][]): boolean {
  const allowed = new Set<Token['tag']>([...tags, ...COURTESY]);
  return tokens.every(
    (token) => allowed.has(token.tag) && (token.topic === undefined || token.topic === 'tasks'),
  );
}

/** Only what can be driven has a mode. */
function namedThings(tokens: Tokens, index: SiteIndex): readonly SiteThing[] {
  const found = readMentions(tokens).named.flatMap((mention) => index.subjects(mention, isDriven));
  return [...new Set(found)];
}

function isDriven(thing: SiteThing): boolean {
  return thing.properties.some((property) => property.writable);
}

function focusThings(focus: Focus | undefined, index: SiteIndex): readonly SiteThing[] {
  const found = (focus?.addresses ?? []).flatMap((address) => index.findTargets(address) ?? []);
  return [...new Set(found.map((target) => target.thing))].filter(isDriven);
}

/** Two names, or a plural; one name that fits two things is asked back. */
function meansSeveral(tokens: Tokens): boolean {
  const { named } = readMentions(tokens);
  return named.length > 1 || named.some(isMany);
}

function namingToken(tokens: Tokens): { token?: Token } {
  const token = readMentions(tokens).named[0]?.token;
  return token === undefined ? {} : { token };
}
