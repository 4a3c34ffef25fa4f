/**
 * Finds the lock-out in a sentence that also says why: "lock out the pump, I am working on it",
 * 我在修水泵，别让任何人开. People say the reason before it or behind, and mean the same; it belongs
 * to the tag and not to the grammar. Locking is the harmless direction; but a condition, a question,
 * a quotation or another order beside it is no reason.
 */
import type { NormalText } from './normalise.ts';
import { has, type Token } from './token.ts';

type Tokens = readonly Token[];

export interface LockOut {
  /** The lock-out alone; the whole sentence where it has none, or where what stands beside it is no reason. */
  readonly sentence: Tokens;
  readonly reason?: string;
}

/** What stands between two dividers. */
interface Part {
  readonly divider?: Token;
  readonly tokens: Tokens;
}

export function splitLockOut(tokens: Tokens, { shown }: NormalText): LockOut {
  const parts = cutParts(tokens).map(banAsLock);
  const at = parts.findIndex(({ tokens: words }) => has(words, 'lock'));
  const lock = parts[at];
  if (lock === undefined || has(tokens.slice(-1), 'question')) return { sentence: tokens };
  const [stated] = parts.slice(at + 1).filter(({ divider }) => isStated(divider));
  const beside = parts.filter((_, place) => place !== at && !isFrom(parts, stated, place));
  const lists = beside.filter(({ tokens: words }) => words.every(isListed));
  const reasons = beside.filter((part) => !lists.includes(part));
  if (!reasons.every((part) => isReason(part.tokens, parts.indexOf(part) < at)))
    return { sentence: tokens };
  const sentence = withNames([lock, ...lists], reasons);
  const said = reasons.map((part) => shown.slice(part.tokens[0]?.from, part.tokens.at(-1)?.to));
  if (stated !== undefined) said.push(clean(shown.slice(stated.divider?.to)));
  const reason = said.filter((text) => text !== '').join(', ');
  return reason === '' ? { sentence } : { sentence, reason };
}

/** Whether it speaks of locking at all; who is then not understood must not believe in a lock. */
export function speaksOfLock(tokens: Tokens): boolean {
  return has(tokens, 'lock', 'nobody');
}

function cutParts(tokens: Tokens): Part[] {
  const parts: { divider?: Token; tokens: Token[] }[] = [{ tokens: [] }];
  tokens.forEach((token, at) => {
    const divides = has([token], 'comma', 'colon', 'because') || isJoint(tokens, at);
    if (divides) parts.push({ divider: token, tokens: [] });
    else parts.at(-1)?.tokens.push(token);
  });
  return parts.filter((part) => part.tokens.length > 0 || isStated(part.divider));
}

/** "… so lock it out", "lock it out while I clean it": the order and its reason. */
function isJoint(tokens: Tokens, at: number): boolean {
  const [word, next] = [tokens[at]?.text, tokens[at + 1]];
  if (word === 'so') return true;
  return (
    word === 'while' && /^(?:i|we)$/.test(next?.text ?? '') && has(tokens.slice(0, at), 'lock')
  );
}

/** After a colon or "because" comes whatever people like. */
function isStated(divider: Token | undefined): boolean {
  return divider !== undefined && has([divider], 'colon', 'because');
}

function isFrom(parts: readonly Part[], stated: Part | undefined, place: number): boolean {
  return stated !== undefined && place >= parts.indexOf(stated);
}

/** "the pump, the heater and the vent", "…, please": still the same order. */
function isListed(token: Token): boolean {
  if (token.tag === 'name') return true;
  return has([token], 'and', 'filler', 'please', 'request', 'it', 'them', 'all');
}

/** Around a "nobody … start" nothing may stand that restricts it. */
const BAN = ['nobody', 'may', 'aux', 'be', 'to', 'set', 'switch', 'touch', 'again', 'ba'] as const;

/** "nobody may start the pump", 谁都不许开水泵: the same as a lock. */
function banAsLock(part: Part): Part {
  const { tokens } = part;
  const at = tokens.findIndex(({ tag }) => tag === 'nobody');
  const isBan =
    at >= 0 &&
    tokens.slice(0, at).every(isListed) &&
    tokens.every((token) => isListed(token) || has([token], ...BAN)) &&
    tokens.some(({ tag, on }) => tag === 'touch' || (tag === 'switch' && on === true)) &&
    !tokens.some(({ on }) => on === false);
  if (!isBan) return part;
  const lock = { ...tokens[at], tag: 'lock', text: 'lock', from: 0, to: 0 } as const;
  return { ...part, tokens: [lock, ...tokens.filter(isListed)] };
}

/** These make of the words beside a lock-out something else than its reason. */
const SPOILS = [
  ...(['if', 'every', 'said', 'quote', 'question', 'ask', 'why', 'who', 'how-to', 'when'] as const),
  ...(['cancel', 'undo', 'unlock', 'lock', 'until', 'happened', 'or', 'plot', 'table'] as const),
] as const;
const WISHES = ['set', 'keep', 'switch', 'up', 'down', 'hand', 'auto', 'ensure'] as const;

function isReason(tokens: Tokens, isBefore: boolean): boolean {
  if (has(tokens, ...SPOILS)) return false;
  // "…, not now" takes it back; "…, don't start it" says the same once more.
  if (has(tokens, 'not', 'nobody'))
    return (
      !isBefore && has(tokens, 'person', 'be', 'unknown', 'switch', 'nobody') && !turnsOff(tokens)
    );
  const first = tokens.find(({ tag }) => tag !== 'filler' && tag !== 'please' && tag !== 'and');
  // "the heater is broken" beside a lock of the pump: which of them is meant?
  if (!isBefore && first?.tag === 'name') return false;
  return (
    !has(tokens, ...WISHES) || (first?.tag === 'person' && !/^(?:you|你|您)$/.test(first.text))
  );
}

function turnsOff(tokens: Tokens): boolean {
  return tokens.some(({ tag, on }) => tag === 'switch' && on === false);
}

/** "I'm working on the pump, lock it out": the thing stands in the reason. */
function withNames([lock, ...lists]: readonly Part[], reasons: readonly Part[]): Tokens {
  const order = [
    ...(lock?.tokens ?? []),
    ...lists.flatMap(({ divider, tokens }) => (divider ? [divider, ...tokens] : tokens)),
  ];
  const names = reasons.flatMap(({ tokens }) => tokens.filter(({ tag }) => tag === 'name'));
  if (has(order, 'name', 'all') || names.length === 0) return order;
  return [...order.filter((token) => !has([token], 'it', 'them')), ...names];
}

function clean(text: string): string {
  return text.replace(/^[\s:，,]+/u, '').trim();
}
