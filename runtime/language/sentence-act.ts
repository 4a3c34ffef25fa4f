/**
 * What kind of thing a sentence does, before anyone looks at which: order, ask, forbid, set a
 * condition, report, quote. Only an order may write, and every doubt is decided against it.
 */
import { has, type Token } from './token.ts';

export type SentenceAct = 'order' | 'question' | 'negation' | 'condition' | 'report';

type Tokens = readonly Token[];

export function decideAct(tokens: Tokens): SentenceAct {
  const first = tokens.findIndex((token) => !isPadding(token));
  if (isReported(tokens)) return 'report';
  if (isConditional(tokens, first)) return 'condition';
  if (isQuestion(tokens, first) && !isPoliteOrder(tokens)) return 'question';
  if (complains(tokens, first)) return 'question';
  if (has(tokens, 'not')) return 'negation';
  return tells(tokens, first) ? 'report' : 'order';
}

/** "the pump is not working", "the pump won't start", 水泵坏了: asks what is the matter, though it does not say so. */
export function complains(tokens: Tokens, first: number): boolean {
  const subject = tokens.findIndex((token, at) => at >= first && token.tag !== 'filler');
  if (tokens[subject]?.reference === undefined && tokens[subject]?.tag !== 'it') return false;
  if (has(tokens, 'nobody', 'lock', 'unlock')) return false;
  if (has(tokens, 'broken')) return true;
  const not = tokens.findIndex(({ tag }) => tag === 'not');
  const isSaid = /^(?:is|are|does|do|will|can|has|was|did)$/.test(tokens[not - 1]?.text ?? '');
  return isSaid && not - 1 > subject && tokens.slice(not).some(({ on }) => on === true);
}

/** What stands before the sentence proper. */
function isPadding(token: Token): boolean {
  return (
    token.tag === 'please' || token.tag === 'filler' || token.tag === 'comma' || token.tag === 'and'
  );
}

/** Someone else's words: quotation marks round more than a name, or "he said". */
function isReported(tokens: Tokens): boolean {
  return tokens.some(({ tag }, at) => tag === 'quote' || (tag === 'said' && !isShown(tokens, at)));
}

/** "what does the gauge say?": things say what they show. */
function isShown(tokens: Tokens, at: number): boolean {
  const isLast = tokens
    .slice(at + 1)
    .every((token) => isPadding(token) || token.tag === 'question');
  const isAsked = tokens.some(({ tag, text }) => tag === 'ask' && text === 'what');
  const isNow = tokens.some(({ text }) => text === 'does' || text === 'do');
  return isLast && isAsked && isNow && tokens[at]?.text === 'say' && !has(tokens, 'person');
}

function isConditional(tokens: Tokens, first: number): boolean {
  return tokens.some((token, at) => {
    if (token.tag === 'if') return true;
    if (token.tag === 'every') return !isPlural(tokens, at);
    if (token.tag === 'until') return tokens[at + 1]?.tag !== 'clock';
    return token.tag === 'when' && !(at === first && isVerb(tokens[at + 1]));
  });
}

/** "every light" names things; "every day" is a rule, not an order. */
function isPlural(tokens: Tokens, at: number): boolean {
  const next = tokens.slice(at + 1).find((token) => token.tag !== 'filler');
  return next?.tag === 'name' || next?.reference !== undefined || next?.topic === 'things';
}

function isVerb(token: Token | undefined): boolean {
  return token?.tag === 'be' || token?.tag === 'aux' || token?.tag === 'may';
}

function isQuestion(tokens: Tokens, first: number): boolean {
  if (
    has(
      tokens,
      'question',
      'ask',
      'plot',
      'table',
      'why',
      'who',
      'how-to',
      'happened',
      'when',
      'see',
    )
  )
    return true;
  if (namesPast(tokens)) return true;
  return (isVerb(tokens[first]) && !isForbidding(tokens, first)) || endsInDoubt(tokens);
}

/** "tank level, last 24 hours": a time that is over, and nothing that anybody did in it. */
function namesPast(tokens: Tokens): boolean {
  const isOver = tokens.some((token) => token.stretch !== undefined);
  const isDeed = tokens.some((token) => token.tag === 'past' && token.stretch === undefined);
  return isOver && !isDeed && !has(tokens, ...DEEDS);
}

const DEEDS = [
  ...(['switch', 'state', 'set', 'keep', 'up', 'down', 'lock', 'unlock'] as const),
  ...(['person', 'nobody', 'perfect', 'not', 'cancel', 'undo'] as const),
] as const;

/** "do not …" begins like a question. */
function isForbidding(tokens: Tokens, first: number): boolean {
  return tokens[first]?.text === 'do' && tokens[first + 1]?.tag === 'not';
}

/** 水泵开了没有, 开着不: a "not" at the very end asks. */
function endsInDoubt(tokens: Tokens): boolean {
  const last = tokens.filter((token) => token.tag !== 'please' && token.tag !== 'comma').at(-1);
  return last !== undefined && /^(?:不|没|没有|否|未)$/.test(last.text);
}

/** With one of these, even "can you …" really asks. */
const ASKING = [
  ...([
    'ask',
    'plot',
    'table',
    'why',
    'who',
    'how-to',
    'happened',
    'when',
    'show',
    'see',
    'picture',
  ] as const),
  ...(['perfect', 'past', 'aux', 'be'] as const),
] as const;

/**
 * "can you turn on the pump?", 能帮我打开水泵吗: asked in form, ordered in fact. English needs
 * "can you" at the beginning; Chinese a 帮我 or 请, and a 能 or 好吗 where it asks at all.
 */
function isPoliteOrder(tokens: Tokens): boolean {
  const at = tokens.findIndex((token) => token.tag === 'request');
  const leads = tokens
    .slice(0, Math.max(at, 0))
    .every((token) => isPadding(token) || token.tag === 'may' || token.text === '你');
  if (at < 0 || !leads || endsInDoubt(tokens) || has(tokens, ...ASKING)) return false;
  const isEnglish = /[a-z]/.test(tokens[at]?.text ?? '');
  const isAsked = has(tokens, 'may') || /[能可]/.test(tokens[at]?.text ?? '');
  return isEnglish ? !has(tokens, 'may') : isAsked || !has(tokens, 'question');
}

/** "the pump is on", "it will open", "I opened the vent", 水泵自己开了. */
function tells(tokens: Tokens, first: number): boolean {
  if (has(tokens, 'past', 'aux')) return true;
  if (has(tokens, 'may') && !has(tokens, 'request')) return true;
  if (has(tokens, 'be') && !has(tokens, 'ensure')) return true;
  if (has(tokens, 'nobody')) return true;
  if (tokens.some((token, at) => token.tag === 'person' && !isAddressed(tokens, at))) return true;
  if (tokens.some((token, at) => token.tag === 'possessive' && !isOwner(tokens, at))) return true;
  return has(tokens, 'perfect') && !isPerfectOrder(tokens, first);
}

/** 你 before a 把 or a 请 speaks to us. */
function isAddressed(tokens: Tokens, at: number): boolean {
  const next = tokens[at + 1]?.tag;
  return tokens[at]?.text === '你' && (next === 'ba' || next === 'request' || next === 'may');
}

/** "the greenhouse's light", not "the light's on". */
function isOwner(tokens: Tokens, at: number): boolean {
  const next = tokens[at + 1];
  return next?.tag === 'name' || next?.tag === 'measure' || next?.tag === 'topic';
}

/** 把灯关了 orders, and only in the harmless direction; 灯开了 tells. */
function isPerfectOrder(tokens: Tokens, first: number): boolean {
  const addressed = tokens[first]?.tag === 'ba' || has(tokens, 'request');
  const switches = tokens.filter((token) => token.tag === 'switch' || token.tag === 'state');
  return addressed && switches.length > 0 && switches.every((token) => token.on === false);
}
