/**
 * The understanding of the first floor: a deterministic grammar in English and Chinese over the
 * site's own titles. It needs no model and no network, and it never acts on a question.
 */
import type { Language } from '../actions/asker.ts';
import type { Site } from '../config/site.ts';
import { WallClock } from '../core/wall-clock.ts';
import { cutName } from './atoms.ts';
import { understandCommand } from './commands.ts';
import { divideForbidden, settleBut, spare } from './forbidden.ts';
import { placeSpeaker } from './here.ts';
import { Languages } from './languages.ts';
import { splitLockOut, speaksOfLock } from './lock-out.ts';
import { normalise, type NormalText } from './normalise.ts';
import { understandOrder, wantsSomething, type Order } from './orders.ts';
import { joinQuantities } from './quantities.ts';
import { understandQuestion, type Question } from './questions.ts';
import type { Moment } from './schedule.ts';
import { segment } from './segment.ts';
import { decideAct, type SentenceAct } from './sentence-act.ts';
import { speaksOfSight } from './seeing.ts';
import { settleSenses } from './senses.ts';
import { SiteIndex } from './site-index.ts';
import {
  findSmallTalk,
  readSmallTalk,
  saysEmergency,
  saysStop,
  type SmallTalk,
} from './small-talk.ts';
import { Suggestions } from './suggestions.ts';
import { readTechnician } from './technician.ts';
import { readTimer, type TimerOrder } from './timers.ts';
import { joinTimes } from './times.ts';
import { has, type Token } from './token.ts';
import { isTrouble, type Trouble } from './trouble.ts';
import type { Act, ActionCall, SentenceContext, Understanding } from './understanding.ts';
import { readMiss, type Miss } from './wanted.ts';

export interface Grammar {
  /** Never throws, whatever the text. */
  understand(text: string, context: SentenceContext): Understanding;
  /** At most three sentences near the text that would be understood. */
  suggest(text: string, context: SentenceContext): readonly string[];
}

export interface GrammarOptions {
  readonly site: Site;
  /** IANA name; the site's own unless given. */
  readonly timezone?: string;
}

const MOST_SUGGESTIONS = 3;
/** A sentence that needed more corrections than this is a guess, and guesses do not write. */
const MOST_CORRECTED_IN_ORDERS = 1;

export function createGrammar({ site, timezone = site.timezone }: GrammarOptions): Grammar {
  const index = new SiteIndex(site);
  const suggestions = new Suggestions(index);
  const read = readerOf(site, index, new WallClock(timezone));

  function suggestFor(
    sentence: NormalText | undefined,
    trouble: Trouble,
    context: SentenceContext,
  ): readonly string[] {
    const language = languageOf(sentence?.text ?? '', context);
    const understood: string[] = [];
    for (const proposal of new Set(suggestions.propose({ sentence, trouble, language }))) {
      if (understood.length === MOST_SUGGESTIONS) break;
      const normal = normalise(proposal);
      if (normal !== undefined && !isMissed(read(normal, context))) understood.push(proposal);
    }
    return understood;
  }

  return {
    understand(text, context) {
      const sentence = normalise(text);
      const language = languageOf(sentence?.text ?? '', context);
      const talk = sentence && smallTalk(sentence.text);
      if (talk !== undefined) return { ...talk, act: 'talk', language };
      const call = sentence && readTechnician(sentence.text);
      if (call !== undefined) return { ...asked(call, context), language };
      const meant = sentence !== undefined && saysStop(sentence.text) ? EVERYTHING_OFF : sentence;
      const outcome = meant === undefined ? UNKNOWN : read(meant, context);
      if ('kind' in outcome) return { ...outcome, act: 'talk', language };
      if (!isMissed(outcome))
        return {
          ...{ kind: 'act', act: actOf(outcome), language },
          ...{ ...outcome, ...stopping(sentence) },
        };
      const { trouble, ...missed } = outcome;
      const suggestions = suggestFor(sentence, trouble, context);
      const { reason, hint } = trouble;
      return { kind: 'unsure', language, reason, ...(hint && { hint }), suggestions, ...missed };
    },
    suggest: (text, context) => suggestFor(normalise(text), UNKNOWN.trouble, context),
  };
}

function asked(call: ActionCall, { focus = { addresses: [] } }: SentenceContext) {
  const act = WRITES.test(call.action) ? 'write' : 'read';
  return { kind: 'act', act, calls: [call], focus } as const;
}

function stopping(
  sentence: NormalText | undefined,
): Pick<Extract<Understanding, { kind: 'act' }>, 'isStop' | 'isEmergency'> {
  if (sentence === undefined) return {};
  const isStop = saysStop(sentence.text);
  return { ...(isStop && { isStop }), ...(saysEmergency(sentence.text) && { isEmergency: true }) };
}

/** The actions that change something, as far as sentences call them. */
const WRITES = /^(?:set|mode|cancel|undo|pins-(?:test|code|stop)|calibrate(?:-.+)?)$/;

type Outcome = Order | Question | (TimerOrder & Pick<Order, 'focus'>);

/** What leads to nothing, and what it was about. */
interface Missed extends Miss {
  readonly trouble: Trouble;
}

type Read = (text: NormalText, context: SentenceContext) => Outcome | Missed | SmallTalk;

/** From a sentence to what is meant, without anything about what to say instead. */
function readerOf(site: Site, index: SiteIndex, clock: WallClock): Read {
  const languages = new Languages(site);

  function read(text: NormalText, context: SentenceContext): Outcome | Missed | SmallTalk {
    const vocabulary = languages.choose(text.text);
    const { tokens, corrected } = segment(text.text, vocabulary);
    const joined = join(tokens, context);
    // What a timer is called is anybody's word, and no mistake.
    const isTimer = corrected > 0 && has(tokens, 'timer');
    const written = isTimer ? join(segment(text.text, vocabulary, false).tokens, context) : joined;
    const talk = readSmallTalk(joined);
    if (talk !== undefined) return talk;
    const timer = readTimer(has(written, 'timer') ? written : joined, text);
    if (timer !== undefined)
      return isTrouble(timer) ? miss(joined, timer, index) : withFocus(timer, context);
    const { sentence, reason } = splitLockOut(joined, text);
    const moment = { now: context.now, clock };
    const outcome = readAct(sentence, reason, { index, moment, focus: context.focus });
    if (isTrouble(outcome))
      return miss(joined, speaksOfLock(joined) ? withoutLock(outcome, joined) : outcome, index);
    const isGuessed = corrected > MOST_CORRECTED_IN_ORDERS && writes(outcome);
    return isGuessed ? miss(joined, UNKNOWN.trouble, index) : outcome;
  }

  function join(tokens: readonly Token[], { place }: SentenceContext): readonly Token[] {
    const plain = settleBut(joinQuantities(joinTimes(unquoteNames(tokens))));
    return settleSenses(placeSpeaker(plain, site.areas, place), index);
  }

  return read;
}

const UNKNOWN: Missed = { act: 'none', trouble: { reason: 'unknown' } };

function miss(tokens: readonly Token[], trouble: Trouble, index: SiteIndex): Missed {
  return { ...readMiss(tokens, trouble, index), trouble };
}

function isMissed(outcome: Outcome | Missed | SmallTalk): outcome is Missed {
  return 'trouble' in outcome;
}

function withFocus(order: TimerOrder, { focus }: SentenceContext): Outcome {
  return { ...order, focus: focus ?? { addresses: [] } };
}

/** What "stop!" means when nobody says what: the harmless direction, everywhere, and what moves stands. */
const EVERYTHING_OFF = normalise('stop everything');

interface ActContext {
  readonly index: SiteIndex;
  readonly moment: Moment;
  readonly focus: SentenceContext['focus'];
}

function readAct(
  tokens: readonly Token[],
  reason: string | undefined,
  context: ActContext,
): Order | Question | Trouble {
  const act = decideAct(tokens);
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
  if (wantsSomething(tokens) && !isShown) return understandOrder(tokens, context);
  return has(tokens, 'state')
    ? { reason: 'report', things: namedThings(tokens) }
    : understandQuestion(tokens, context);
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
function withoutLock(trouble: Trouble, tokens: readonly Token[]): Trouble {
  if (trouble.reason === 'ambiguous' || trouble.reason === 'condition') return trouble;
  const { things = [] } = trouble;
  return { ...trouble, reason: 'lock', things: things.length > 0 ? things : namedThings(tokens) };
}

function actOf(outcome: Outcome): Act {
  if (writes(outcome)) return 'write';
  if (outcome.calls.some(({ action }) => action === 'timer')) return 'timer';
  return outcome.calls.some(({ action }) => action === 'help') ? 'talk' : 'read';
}

function writes(outcome: Outcome): boolean {
  return outcome.calls.some((call) => WRITES.test(call.action));
}

/** Quotation marks round a single name only mark it: turn on "pump 2". */
function unquoteNames(tokens: readonly Token[]): Token[] {
  const isQuote = (at: number): boolean => tokens[at]?.tag === 'quote';
  const isName = (at: number): boolean => tokens[at]?.tag === 'name';
  return tokens.filter(
    (token, at) =>
      token.tag !== 'quote' ||
      !((isName(at + 1) && isQuote(at + 2)) || (isName(at - 1) && isQuote(at - 2))),
  );
}

function smallTalk(text: string) {
  const talk = findSmallTalk(cutName(text));
  return talk?.kind === 'answer' && /[?吗]/.test(text) ? undefined : talk;
}

/** By the script; the context decides where a text has none. */
function languageOf(text: string, context: SentenceContext): Language {
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  return /\p{Script=Latin}/u.test(text) ? 'en' : context.language;
}
