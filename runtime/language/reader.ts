/** From a sentence to what is meant, without anything about what to say instead. */
import type { Site } from '../config/site.ts';
import type { WallClock } from '../core/wall-clock.ts';
import { agreed, CORRECTABLE, keyOf, type Way } from './agreed.ts';
import { cutAtoms, type Atom } from './atoms.ts';
import { settleBut } from './forbidden.ts';
import { placeSpeaker } from './here.ts';
import { Languages } from './languages.ts';
import { splitLockOut, speaksOfLock } from './lock-out.ts';
import type { NormalText } from './normalise.ts';
import { joinQuantities } from './quantities.ts';
import { readAct, withoutLock } from './read-act.ts';
import {
  isMissed,
  isTimer,
  miss,
  namesTimer,
  timerName,
  UNKNOWN,
  writes,
  type Missed,
  type Outcome,
  type Reading,
} from './reading.ts';
import { respell } from './respell.ts';
import { doubt, judge } from './second-reader/doubt.ts';
import type { SecondReader } from './second-reader/opinion.ts';
import { segment, segmentAtoms } from './segment.ts';
import { settleSenses } from './senses.ts';
import { decideAct, type SentenceAct } from './sentence-act.ts';
import type { SiteIndex } from './site-index.ts';
import { findNearTalk, readSmallTalk } from './small-talk.ts';
import { readTimer, type TimerOrder } from './timers.ts';
import { joinTimes } from './times.ts';
import { has, type Token } from './token.ts';
import { isTrouble } from './trouble.ts';
import type { SentenceContext } from './understanding.ts';

/** A sentence that needed more corrections than this is a guess, and guesses do not write. */
const MOST_CORRECTED_IN_ORDERS = 1;

export interface Words {
  readonly act: SentenceAct;
  readonly tokens: readonly Token[];
  /** One that decides whether anything is done: "not", "if", "said". */
  readonly decides: (word: string) => boolean;
  /** Nobody's word: a typing mistake, if anything. */
  readonly isStrange: (word: string) => boolean;
}

export interface ReaderParts {
  readonly site: Site;
  readonly index: SiteIndex;
  readonly clock: WallClock;
  /** Asked for each sentence, since it comes from a file, later than the first one or never. */
  readonly second: () => SecondReader | undefined;
}

export class Reader {
  readonly #languages: Languages;
  readonly #index: SiteIndex;
  readonly #clock: WallClock;
  readonly #second: () => SecondReader | undefined;

  constructor({ site, index, clock, second }: ReaderParts) {
    this.#languages = new Languages(site);
    this.#index = index;
    this.#clock = clock;
    this.#second = second;
  }

  read(text: NormalText, context: SentenceContext): Reading {
    const vocabulary = this.#languages.choose(text.text);
    const { tokens, corrected } = segment(text.text, vocabulary);
    const joined = this.#join(tokens, context);
    // What a timer is called is anybody's word, and no mistake.
    const isOfTimer = corrected > 0 && has(tokens, 'timer');
    const written = isOfTimer
      ? this.#join(segment(text.text, vocabulary, false).tokens, context)
      : joined;
    const found = this.#readJoined(has(written, 'timer') ? written : joined, text, context);
    if (isMissed(found)) return this.#respelled(found, joined, text, context);
    if (namesTimer(found)) return this.#withoutName(found, text, context);
    if (!writes(found) && isOdd(joined, text.text)) return this.#reread(found, text, context);
    const isGuessed = corrected > MOST_CORRECTED_IN_ORDERS && writes(found);
    return isGuessed ? miss(joined, UNKNOWN.trouble, this.#index) : found;
  }

  /** What the words of a sentence are to the grammar, for whoever judges one that leads to nothing. */
  words({ text }: NormalText): Words {
    const vocabulary = this.#languages.choose(text);
    const tokens = segment(text, vocabulary, false).tokens;
    return {
      act: decideAct(tokens),
      tokens,
      decides: (word) => vocabulary.decides([word]),
      isStrange: (word) => vocabulary.isStrange(word),
    };
  }

  /** What it says, unless it is an order that does not sound like one. */
  #readJoined(joined: readonly Token[], text: NormalText, context: SentenceContext): Reading {
    const found = this.#readPlainly(joined, text, context);
    if (context.isRepeated === true) return found;
    return doubt(found, joined, this.#index, this.#second()) ?? found;
  }

  #readPlainly(joined: readonly Token[], text: NormalText, context: SentenceContext): Reading {
    const talk = readSmallTalk(joined);
    if (talk !== undefined) return talk;
    const timer = readTimer(joined, text);
    if (timer !== undefined)
      return isTrouble(timer) ? miss(joined, timer, this.#index) : withFocus(timer, context);
    const { sentence, reason } = splitLockOut(joined, text);
    const moment = { now: context.now, clock: this.#clock };
    const outcome = readAct(sentence, reason, { index: this.#index, moment, focus: context.focus });
    if (!isTrouble(outcome)) return outcome;
    return miss(joined, speaksOfLock(joined) ? withoutLock(outcome, joined) : outcome, this.#index);
  }

  /** What the sentence says with one typing mistake put right, where that can be only one thing. */
  #respelled(
    missed: Missed,
    tokens: readonly Token[],
    text: NormalText,
    context: SentenceContext,
  ): Reading {
    const { reason, hint } = missed.trouble;
    const isOpen = CORRECTABLE.has(reason) && hint !== 'unlikely';
    const better = isOpen
      ? (findNearTalk(text.text) ?? agreed(this.#readWays(text, context, true)))
      : undefined;
    return better ?? judge(missed, tokens, this.#second());
  }

  /** "which lighs are on?" was answered, and not as it was meant; an answer never becomes an order. */
  #reread(found: Reading, text: NormalText, context: SentenceContext): Reading {
    const ways = this.#readWays(text, context).filter(({ reading }) => !writes(reading));
    const better = agreed(ways);
    return better === undefined || isMissed(better) ? found : better;
  }

  /** "resume kitcchen timer": the name of a timer may be a word of ours, misspelled. */
  #withoutName(found: Reading, text: NormalText, context: SentenceContext): Reading {
    const readings = this.#readWays(text, context, true).map(({ reading }) => reading);
    const named = timerName(found);
    const others = readings.filter((one) => isTimer(one) && !isPart(timerName(one), named));
    return others.find((one) => !namesTimer(one)) ?? others[0] ?? found;
  }

  #readWays(text: NormalText, context: SentenceContext, isLost = false): Way[] {
    const vocabulary = this.#languages.choose(text.text);
    const read = (atoms: readonly Atom[]): Reading =>
      this.#readJoined(this.#join(segmentAtoms(atoms, vocabulary), context), text, context);
    return respell(cutAtoms(text.text), vocabulary, isLost).map(({ atoms, without, ...way }) => {
      const reading = read(atoms);
      const widens = without !== undefined && keyOf(read(without)) !== keyOf(reading);
      return { ...way, reading, widens };
    });
  }

  #join(tokens: readonly Token[], { place }: SentenceContext): readonly Token[] {
    const plain = settleBut(joinQuantities(joinTimes(unquoteNames(tokens))));
    return settleSenses(placeSpeaker(plain, this.#index, place), this.#index);
  }
}

/** Something in it is nobody's word, or a character stands there twice. */
function isOdd(tokens: readonly Token[], text: string): boolean {
  return has(tokens, 'unknown') || /(\p{Script=Han})\1/u.test(text);
}

/** Of one name, half is no other name. */
function isPart(name: string, whole: string): boolean {
  return name !== '' && (whole.includes(name) || name.includes(whole));
}

function withFocus(order: TimerOrder, { focus }: SentenceContext): Outcome {
  return { ...order, focus: focus ?? { addresses: [] } };
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
