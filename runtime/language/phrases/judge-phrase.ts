/** Whether a phrase may be taught, and what it would do. Pure: the book is written by the action. */
import type { Refusal } from '../../core/refusal.ts';
import type { Grammar } from '../grammar.ts';
import { normalise, type NormalText } from '../normalise.ts';
import type { Words } from '../reader.ts';
import { findSmallTalk } from '../small-talk.ts';
import type { ActionCall, SentenceContext, Understanding } from '../understanding.ts';
import { refusePhrase } from './errors.ts';
import { phraseKey, type PhraseBook } from './phrase-book.ts';
import { asks, isMeanable, writes } from './phrased-grammar.ts';

export interface JudgedPhrase {
  readonly key: string;
  readonly words: string;
  readonly means: string;
  /** What would be done if it were said now. */
  readonly calls: readonly ActionCall[];
}

export interface PhraseJudgement {
  readonly grammar: Grammar;
  readonly book: Pick<PhraseBook, 'find'>;
  /** Addresses of all that can be written: what "it" may be, when the phrase is said. */
  readonly addresses: readonly string[];
  readonly context: Omit<SentenceContext, 'focus'>;
}

/** Whoever cries one of these wants nothing to start. */
const ALARM =
  /(?<!\p{L})(?:stop|halt|help|danger|fire|emergency|stopp|hilfe|gefahr|feuer|notfall|notaus|alto|socorro|peligro|fuego|emergencia)(?!\p{L})|停|紧急|危险|救命|着火/u;

const LONGEST_PHRASE = 80;
const SHORTEST_PHRASE = 3;
const SHORTEST_CHINESE = 2;

export function judgePhrase(
  given: { readonly phrase: string; readonly means: string },
  judgement: PhraseJudgement,
): JudgedPhrase | Refusal {
  const phrase = normalise(given.phrase);
  if (phrase === undefined || !isWholeEnough(phrase)) return unfit(given.phrase);
  const meant = meaningOf(given.means, judgement);
  if ('hint' in meant) return meant;
  const { calls, means } = meant;
  const objection =
    taken(phrase, judgement) ?? objectTo(phrase, calls, judgement.grammar.words(phrase));
  return objection ?? { key: phraseKey(phrase), words: phrase.shown, means, calls };
}

/** What is wrong with a phrase that should start a workflow. */
export function judgeStarter(
  text: string,
  judgement: Omit<PhraseJudgement, 'book'>,
): Refusal | undefined {
  const phrase = normalise(text);
  if (phrase === undefined || !isWholeEnough(phrase)) return unfit(text);
  const { grammar } = judgement;
  const calls = [{ action: 'workflow-run', args: {} }];
  return taken(phrase, judgement) ?? objectTo(phrase, calls, grammar.words(phrase));
}

function unfit(text: string): Refusal {
  return refusePhrase(
    'PHRASE_UNFIT',
    `"${text.slice(0, LONGEST_PHRASE)}" is too short or too long for a phrase: ${SHORTEST_PHRASE} letters to ${LONGEST_PHRASE} characters`,
    `短语太短或太长：至少 ${SHORTEST_CHINESE} 个字，最多 ${LONGEST_PHRASE} 个字符`,
  );
}

function isWholeEnough({ shown, text }: NormalText): boolean {
  const letters = Array.from(text.matchAll(/\p{L}/gu)).length;
  const least = /\p{Script=Han}/u.test(text) ? SHORTEST_CHINESE : SHORTEST_PHRASE;
  return shown.length <= LONGEST_PHRASE && letters >= least;
}

type Meaning = Pick<JudgedPhrase, 'means' | 'calls'>;

function meaningOf(text: string, { grammar, book, context }: PhraseJudgement): Meaning | Refusal {
  const sentence = normalise(text);
  const found = grammar.understand(text, context);
  if (sentence !== undefined && found.kind === 'act' && isMeanable(found.calls))
    return { means: sentence.shown, calls: found.calls };
  const shown = sentence?.shown ?? '';
  if (found.kind === 'act')
    return refusePhrase(
      'PHRASE_NO_MEANING',
      `"${shown}" must be said in its own words each time`,
      `“${shown}”必须每次用原话说`,
      'A phrase may set things and ask for them; a lock, a test or a calibration is no phrase.',
    );
  if (sentence !== undefined && book.find(phraseKey(sentence)) !== undefined)
    return refusePhrase(
      'PHRASE_NO_MEANING',
      `"${shown}" is a phrase itself`,
      `“${shown}”本身就是短语`,
      'Say what that phrase means instead.',
    );
  return refusePhrase(
    'PHRASE_NO_MEANING',
    `"${shown}" is not understood`,
    `没听懂“${shown}”`,
    hintOf(found),
  );
}

function hintOf(found: Understanding): string | undefined {
  const [first] = found.kind === 'unsure' ? found.suggestions : [];
  return first === undefined
    ? undefined
    : `Say it as you would to have it done now, like “${first}”.`;
}

/** What the words themselves say against it. */
function objectTo(
  phrase: NormalText,
  calls: readonly ActionCall[],
  { act, tokens, decides }: Words,
): Refusal | undefined {
  const atoms = phraseKey(phrase).split(' ');
  const small = findSmallTalk(atoms.slice(0, 1));
  const isRefusing = small?.kind === 'answer' && !small.yes;
  const isDecided = atoms.some(decides) || isRefusing || /["“”]/.test(phrase.shown);
  const isAsked = asks(phrase) || (act === 'question' && writes(calls));
  const tells = act === 'report' && tokens.some(({ reference }) => reference !== undefined);
  if (isDecided || isAsked || tells || act === 'negation' || act === 'condition')
    return refusePhrase(
      'PHRASE_UNFIT',
      `"${phrase.shown}" asks, forbids, tells or sets a condition`,
      `“${phrase.shown}”是提问、否定、陈述或条件`,
    );
  const stops =
    ALARM.test(phrase.text) || tokens.some(({ on, tag }) => on === false || tag === 'lock');
  if (stops && calls.some(starts))
    return refusePhrase(
      'PHRASE_OPPOSITE',
      `"${phrase.shown}" says that something stops, and means that something starts`,
      `“${phrase.shown}”听起来是停止，却会启动设备`,
    );
  return undefined;
}

function starts({ action, args }: ActionCall): boolean {
  if (action === 'workflow-run') return true;
  return action === 'set' && args['value'] !== false && args['value'] !== 0;
}

/** It is understood as it is, or would be as soon as something was spoken of. */
function taken(
  { shown }: NormalText,
  { grammar, addresses, context }: Omit<PhraseJudgement, 'book'>,
): Refusal | undefined {
  const focuses = [undefined, ...addresses].map((address) =>
    address === undefined ? context : { ...context, focus: { addresses: [address] } },
  );
  const isUnderstood = focuses.some((each) => {
    const found = grammar.understand(shown, each);
    return found.kind !== 'unsure' || found.reason === 'ambiguous' || found.reason === 'lock';
  });
  return isUnderstood
    ? refusePhrase('PHRASE_TAKEN', `"${shown}" is understood already`, `“${shown}”已经有意思了`)
    : undefined;
}
