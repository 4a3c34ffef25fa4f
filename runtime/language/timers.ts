/**
 * Timers that belong to nothing but themselves: "a ten minute timer for the pasta", 暂停厨房计时器.
 * They touch no thing, so that a name may be any word; but what is forbidden, reported or hangs on a
 * condition starts none.
 */
import type { NormalText } from './normalise.ts';
import { durationText } from './schedule.ts';
import { decideAct } from './sentence-act.ts';
import { has, type Token } from './token.ts';
import type { Trouble } from './trouble.ts';
import type { ActionCall } from './understanding.ts';

type Tokens = readonly Token[];

export interface TimerOrder {
  readonly calls: readonly [ActionCall];
}

type Deed = 'start' | 'cancel' | 'pause' | 'resume' | 'add' | 'take' | 'status';

/** undefined where no timer is spoken of. */
export function readTimer(tokens: Tokens, text: NormalText): TimerOrder | Trouble | undefined {
  const noun = tokens.find(({ tag }) => tag === 'timer');
  if (noun === undefined || has(tokens, 'beyond')) return undefined;
  const act = decideAct(tokens);
  if (act === 'condition' || has(tokens, 'not', 'if', 'said', 'quote'))
    return { reason: act === 'condition' ? 'condition' : 'negation' };
  const deed = deedOf(tokens);
  if (deed === undefined) return { reason: 'missing' };
  const spans = tokens.filter(({ tag }) => tag === 'duration');
  const amount = deed === 'add' || deed === 'take' ? amountOf(spans, tokens) : undefined;
  const isSpan = deed === 'start' || amount !== undefined;
  if ((deed === 'start' || deed === 'add' || deed === 'take') && spans.length === 0)
    return { reason: 'missing', hint: 'duration' };
  if (spans.length > (amount === undefined ? 1 : 2)) return { reason: 'unknown' };
  const span = deed === 'start' ? spans[0] : amount;
  const length = deed === 'start' ? undefined : spans.find((one) => one !== amount);
  const name = nameOf(tokens, text);
  const [area] = tokens.flatMap(({ reference }) => reference?.areas ?? []);
  const all = deed === 'cancel' && (has(tokens, 'all', 'every') || noun.many === true);
  const args = {
    do: deed,
    ...(isSpan && span !== undefined && { for: durationText(span.durationMs ?? 0) }),
    ...(length !== undefined && { length: durationText(length.durationMs ?? 0) }),
    ...(name !== undefined && { name }),
    ...(area !== undefined && { area }),
    ...(all && { all }),
  };
  return { calls: [{ action: 'timer', args }] };
}

/** The first that fits; who says nothing but a length starts one. */
const DEEDS: readonly (readonly [Deed, (tokens: Tokens) => boolean])[] = [
  ['add', (tokens) => has(tokens, 'add') || hasStep(tokens, 'up')],
  ['take', (tokens) => has(tokens, 'take') || hasStep(tokens, 'down')],
  ['pause', (tokens) => has(tokens, 'pause')],
  ['resume', (tokens) => has(tokens, 'resume')],
  ['status', (tokens) => asks(tokens)],
  ['cancel', (tokens) => has(tokens, 'cancel', 'dismiss') || tokens.some(({ on }) => on === false)],
  ['start', (tokens) => has(tokens, 'duration') || has(tokens, 'switch', 'set', 'keep')],
];

function deedOf(tokens: Tokens): Deed | undefined {
  return DEEDS.find(([, fits]) => fits(tokens))?.[0];
}

function hasStep(tokens: Tokens, tag: 'up' | 'down'): boolean {
  return has(tokens, tag) && has(tokens, 'duration');
}

/** A request in the form of a question is none. */
function asks(tokens: Tokens): boolean {
  if (has(tokens, 'left', 'topic', 'ask', 'show', 'when')) return true;
  const isAsked = has(tokens, 'question', 'be', 'aux');
  return isAsked && !has(tokens, 'request', 'may', 'set', 'switch', 'cancel');
}

/** Of two lengths, the one with a "by", or the one that does not stand at the timer. */
function amountOf(spans: Tokens, tokens: Tokens): Token | undefined {
  if (spans.length < 2) return spans[0];
  const by = spans.find((span) => before(tokens, span)?.tag === 'by');
  return by ?? spans.find((span) => !isLength(tokens, span)) ?? spans[0];
}

function isLength(tokens: Tokens, span: Token): boolean {
  const at = tokens.indexOf(span);
  const isJoint = ({ tag }: Token): boolean => ['filler', 'for', 'a'].includes(tag);
  const next = tokens.slice(at + 1).find((token) => token.tag !== 'filler');
  const last = tokens.slice(0, at).findLast((token) => !isJoint(token));
  return next?.tag === 'timer' || last?.tag === 'timer';
}

function before(tokens: Tokens, token: Token): Token | undefined {
  return tokens[tokens.indexOf(token) - 1];
}

/** Words that nobody knows, or names that are no place: as they were written. */
function nameOf(tokens: Tokens, { shown }: NormalText): string | undefined {
  const first = tokens.findIndex(isNaming);
  if (first < 0) return undefined;
  const last = tokens.slice(first).findIndex((token) => !isNaming(token) && token.tag !== 'filler');
  const words = last < 0 ? tokens.slice(first) : tokens.slice(first, first + last);
  const end = words.findLast(isNaming);
  return shown.slice(words[0]?.from, end?.to).trim();
}

function isNaming({ tag, reference }: Token): boolean {
  if (tag === 'unknown') return true;
  return tag === 'name' && reference !== undefined && reference.areas.length === 0;
}
