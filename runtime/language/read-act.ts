/** Tokens → what is asked or ordered, by what the sentence does. */
import { understandCommand } from './commands.ts';
import { continueOrder, settleOther } from './follow-up.ts';
import { divideForbidden, spare } from './forbidden.ts';
import { placeOn } from './here.ts';
import { understandOrder, wantsSomething, type Order } from './orders.ts';
import { understandQuestion, type Question } from './questions.ts';
import type { Moment } from './schedule.ts';
import { speaksOfSight } from './seeing.ts';
import { decideAct, type SentenceAct } from './sentence-act.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';
import { isTrouble, type Trouble } from './trouble.ts';
import type { SentenceContext } from './understanding.ts';

interface ActContext {
  readonly index: SiteIndex;
  readonly moment: Moment;
  readonly focus: SentenceContext['focus'];
}

export function readAct(
  spoken: readonly Token[],
  reason: string | undefined,
  context: ActContext,
): Order | Question | Trouble {
  const settled = settleOther(placeOn(spoken), context);
  const act = decideAct(settled);
  const tokens = act === 'order' ? continueOrder(settled, context) : settled;
  if (isTrouble(tokens)) return tokens;
  // A pump is not paused, and nobody plays music here.
  const isSaidPlainly = act === 'order' || act === 'question';
  if (isSaidPlainly && has(tokens, 'beyond', 'pause', 'resume', 'moment', 'dismiss'))
    return { reason: 'unknown', things: namedThings(tokens), ...asksOf(act, tokens) };
  if (act === 'question') return readQuestion(tokens, context);
  if (act === 'negation') return readNegation(tokens, context);
  if (act !== 'order') return { reason: act, things: namedThings(tokens) };
  const command = understandCommand(tokens, reason, context);
  if (command !== undefined) return command;
  const isShown = has(tokens, 'show', 'topic', 'picture') && !has(tokens, 'switch', 'keep');
  if (wantsSomething(tokens) && !isShown) {
    const order = inMind(understandOrder(tokens, context), tokens !== settled, context);
    // "and the tank": that can only be asked.
    const isAsked = isTrouble(order) && order.hint === 'read-only' && !wantsSomething(settled);
    return isAsked ? understandQuestion(settled, context) : order;
  }
  return has(tokens, 'state')
    ? { reason: 'report', things: namedThings(tokens) }
    : understandQuestion(tokens, context);
}

/** After "and the light too", "both" are the light and what was spoken of before it. */
function inMind(
  order: Order | Trouble,
  isContinued: boolean,
  { focus }: ActContext,
): Order | Trouble {
  if (isTrouble(order) || !isContinued || focus === undefined) return order;
  const addresses = new Set([...focus.addresses, ...order.focus.addresses]);
  return { ...order, focus: { ...order.focus, addresses: [...addresses] } };
}

function readQuestion(tokens: readonly Token[], context: ActContext): Question | Trouble {
  const outcome = understandQuestion(tokens, context);
  if (!isTrouble(outcome) || outcome.hint !== undefined) return outcome;
  return { ...outcome, ...asksOf('question', tokens) };
}

function asksOf(act: SentenceAct, tokens: readonly Token[]): Pick<Trouble, 'asks'> {
  if (act !== 'question') return {};
  return { asks: speaksOfSight(tokens) ? 'sight' : 'anything' };
}

/** What is ordered beside what is forbidden; nothing where the two cannot be kept apart. */
function readNegation(tokens: readonly Token[], context: ActContext): Order | Trouble {
  const nothing: Trouble = { reason: 'negation', things: namedThings(tokens) };
  const divided = divideForbidden(tokens);
  if (divided === undefined || decideAct(divided.ordered) !== 'order') return nothing;
  const { ordered, forbidden } = divided;
  const order = understandOrder(ordered, context);
  if (isTrouble(order)) return nothing;
  const [from = 0, to = 0] = [ordered[0]?.from, ordered.at(-1)?.to];
  const spared = spare(order, forbidden, context.index);
  return spared === undefined ? { ...nothing, affirmed: { from, to } } : { ...order, ...spared };
}

function namedThings(tokens: readonly Token[]) {
  return tokens.flatMap((token) => {
    const { things = [], kind = [] } = token.reference ?? {};
    return things.length > 0 ? things : kind;
  });
}

/** Nobody may read "noted" and put a hand into the machine. */
export function withoutLock(trouble: Trouble, tokens: readonly Token[]): Trouble {
  if (trouble.reason === 'ambiguous' || trouble.reason === 'condition') return trouble;
  const { things = [] } = trouble;
  return { ...trouble, reason: 'lock', things: things.length > 0 ? things : namedThings(tokens) };
}
