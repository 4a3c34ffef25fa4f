/**
 * The understanding of the first floor: a deterministic grammar in four languages over the site's
 * own titles. It needs no model and no network, and it never acts on a question.
 */
import type { Language } from '../actions/asker.ts';
import type { Site } from '../config/site.ts';
import { WallClock } from '../core/wall-clock.ts';
import { readAlertSentence } from './alert-sentences.ts';
import { cutName } from './atoms.ts';
import { readDraft, type DraftReading } from './drafts/read-draft.ts';
import type { PartReader } from './drafts/read-condition.ts';
import { normalise, type NormalText } from './normalise.ts';
import { Reader, type Words } from './reader.ts';
import {
  isMissed,
  isTimer,
  UNKNOWN,
  writes,
  WRITES,
  type Missed,
  type Outcome,
} from './reading.ts';
import type { Moment } from './schedule.ts';
import type { SecondReader } from './second-reader/opinion.ts';
import { SiteIndex } from './site-index.ts';
import { findSmallTalk, muttersStop, saysEmergency, saysStop } from './small-talk.ts';
import { Suggestions } from './suggestions.ts';
import { readTaskSentence } from './task-sentences.ts';
import { readTechnician } from './technician.ts';
import type { Trouble } from './trouble.ts';
import { readUnusual } from './unusual.ts';
import type { Act, ActionCall, SentenceContext, Understanding } from './understanding.ts';
import { readWhereabouts, saysGone } from './whereabouts.ts';
import { readWorkflowCall, readWorkflowSentence } from './workflow-sentences.ts';

export interface Grammar {
  /** Never throws, whatever the text. */
  understand(text: string, context: SentenceContext): Understanding;
  /** At most three sentences near the text that would be understood. */
  suggest(text: string, context: SentenceContext): readonly string[];
  /** What its words are, whether or not it is understood. */
  words(text: NormalText): Words;
}

export interface GrammarOptions {
  readonly site: Site;
  /** IANA name; the site's own unless given. */
  readonly timezone?: string;
  /** What doubts what this one reads; undefined as long as there is none. */
  readonly second?: () => SecondReader | undefined;
  /** Is a workflow called so? */
  readonly isWorkflow?: (called: string) => boolean;
}

const MOST_SUGGESTIONS = 3;

export function createGrammar({
  site,
  timezone = site.timezone,
  second = () => undefined,
  isWorkflow = () => false,
}: GrammarOptions): Grammar {
  const [index, clock] = [new SiteIndex(site), new WallClock(timezone)];
  const suggestions = new Suggestions(index);
  const reader = new Reader({ site, index, clock, second });

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
      if (normal !== undefined && !isMissed(reader.read(normal, context)))
        understood.push(proposal);
    }
    return understood;
  }

  return {
    understand(text, context) {
      const sentence = normalise(text);
      const language = languageOf(sentence?.text ?? '', context);
      const talk = sentence && smallTalk(sentence.text);
      if (talk !== undefined) return { ...talk, act: 'talk', language };
      const place = sentence && readPlace(sentence.text, site.areas);
      if (place !== undefined) return { kind: 'place', act: 'talk', language, ...place };
      const call = sentence && readFixed(sentence.text, site, { now: context.now, clock });
      if (call !== undefined) return { ...asked(call, context), language };
      const meant = sentence !== undefined && saysStop(sentence) ? EVERYTHING_OFF : sentence;
      const outcome = meant === undefined ? UNKNOWN : reader.read(meant, context);
      if ('kind' in outcome) return { ...outcome, act: 'talk', language };
      if (!isMissed(outcome))
        return {
          ...{ kind: 'act', act: actOf(outcome), language },
          ...{ ...outcome, ...stopping(sentence) },
        };
      const parts = partReader(reader, context);
      const other = sentence && readOtherwise(sentence, outcome, { parts, isWorkflow });
      if (other && 'call' in other) return { ...asked(other.call, context), language };
      const { trouble, ...missed } = outcome;
      const { reason, hint = other?.hint, asks } = trouble;
      const suggestions = [
        ...firstOf(sentence, hint),
        ...suggestFor(sentence, trouble, context),
      ].slice(0, MOST_SUGGESTIONS);
      const why = { reason, ...(asks && { isQuestion: true as const }), ...(hint && { hint }) };
      return { kind: 'unsure', language, ...why, suggestions, ...missed };
    },
    words: (text) => reader.words(text),
    suggest: (text, context) => suggestFor(normalise(text), UNKNOWN.trouble, context),
  };
}

/** Where somebody says that they are; without an area, that they have gone. */
function readPlace(text: string, areas: Site['areas']): { readonly area?: string } | undefined {
  const area = readWhereabouts(text, areas);
  if (area !== undefined) return { area };
  return saysGone(text, areas) ? {} : undefined;
}

/** Whole sentences in a fixed form: what has names and numbers in it that are no words. */
function readFixed(text: string, site: Site, moment: Moment): ActionCall | undefined {
  return (
    readTechnician(text) ??
    readWorkflowSentence(text) ??
    readTaskSentence(text, moment) ??
    readAlertSentence(text) ??
    readUnusual(text, site)
  );
}

/** What is offered before what is near: the order that was put off, or that of a word too small for it. */
function firstOf(sentence: NormalText | undefined, hint: Trouble['hint']): readonly string[] {
  if (sentence === undefined) return [];
  if (muttersStop(sentence)) return ['stop everything'];
  return hint === 'unlikely' ? [sentence.shown] : [];
}

/** What no order and no question is: a workflow by its name, or what shall happen by itself. */
function readOtherwise(
  sentence: NormalText,
  missed: Missed,
  { parts, isWorkflow }: { parts: PartReader; isWorkflow: (called: string) => boolean },
): DraftReading | undefined {
  const call = readWorkflowCall(sentence.text, isWorkflow);
  if (call !== undefined) return { call };
  return isOpen(missed) ? readDraft(sentence, parts) : undefined;
}

/** Parts of a sentence, each as if nothing had been said before it. */
function partReader(reader: Reader, { now, language }: SentenceContext): PartReader {
  return {
    calls: (part) => {
      const normal = normalise(part);
      const outcome = normal && reader.read(normal, { now, language });
      return outcome !== undefined && 'calls' in outcome ? outcome.calls : undefined;
    },
    tags: (part) => {
      const normal = normalise(part);
      return normal === undefined ? [] : reader.words(normal).tokens.map(({ tag }) => tag);
    },
  };
}

/** What happens again and again depends on something, or is said in words that no order has. */
function isOpen({ trouble: { reason, hint } }: Missed): boolean {
  return (
    (reason === 'condition' || reason === 'unknown' || reason === 'missing') && hint !== 'unlikely'
  );
}

function asked(call: ActionCall, { focus = { addresses: [] } }: SentenceContext) {
  const act = WRITES.test(call.action) ? 'write' : 'read';
  return { kind: 'act', act, calls: [call], focus } as const;
}

function stopping(
  sentence: NormalText | undefined,
): Pick<Extract<Understanding, { kind: 'act' }>, 'isStop' | 'isEmergency'> {
  if (sentence === undefined) return {};
  const isStop = saysStop(sentence);
  return { ...(isStop && { isStop }), ...(saysEmergency(sentence) && { isEmergency: true }) };
}

/** What "stop!" means when nobody says what: the harmless direction, everywhere, and what moves stands. */
const EVERYTHING_OFF = normalise('stop everything');

function actOf(outcome: Outcome): Act {
  if (writes(outcome)) return 'write';
  if (isTimer(outcome)) return 'timer';
  return outcome.calls.some(({ action }) => action === 'help') ? 'talk' : 'read';
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
