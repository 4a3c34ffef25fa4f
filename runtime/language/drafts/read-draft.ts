/**
 * What somebody wants to happen by itself: "every weekday at 7 turn on the light", "if the tank is below 20 %
 * stop the pump and tell me". It is never done at once, and never armed by this: the call that comes of it shows
 * the workflow, and asks. A question builds nothing.
 */
import type { NormalText } from '../normalise.ts';
import type { ActionCall, UnsureHint } from '../understanding.ts';
import {
  CHINESE_DRAFTS,
  ENGLISH_DRAFTS,
  GERMAN_DRAFTS,
  SPANISH_DRAFTS,
  type DraftWords,
} from './draft-words.ts';
import {
  readCondition,
  type PartReader,
  type ReadCalls,
  type TriggerText,
} from './read-condition.ts';
import { readDeeds, trim, type DeedText } from './read-deeds.ts';
import { readMoment } from './read-moment.ts';

export type DraftReading =
  | { readonly call: ActionCall }
  /** It wants that, and this of it is not understood. */
  | { readonly hint: Extract<UnsureHint, 'draft-time' | 'draft-when' | 'draft-deed'> };

const ALL = [CHINESE_DRAFTS, ENGLISH_DRAFTS, GERMAN_DRAFTS, SPANISH_DRAFTS];
const QUESTION = /[?？吗]/u;
/** Where an order may begin. */
const BREAK = /[\s,，]+|(?<=\p{Script=Han})/gu;
/** Longer than people say, and each place to divide it costs two readings. */
const MOST_PLACES = 40;

export function readDraft(sentence: NormalText, reader: PartReader): DraftReading | undefined {
  const text = sentence.text.replace(/[\s.!。！]+$/u, '');
  if (QUESTION.test(text)) return undefined;
  const known = new Map<string, ReturnType<ReadCalls>>();
  const readOnce: ReadCalls = (part) => {
    if (!known.has(part)) known.set(part, part === '' ? undefined : reader.calls(part));
    return known.get(part);
  };
  const read = { ...reader, calls: readOnce };
  const found = ALL.flatMap((words) => readIn(words, text, read) ?? []);
  const best = found.find((one) => 'deeds' in one) ?? found[0];
  if (best === undefined || 'hint' in best) return best;
  const { trigger, deeds } = best;
  return { call: { action: 'workflow-build', args: { words: sentence.shown, trigger, deeds } } };
}

type Parts = { readonly trigger: TriggerText; readonly deeds: readonly DeedText[] };
type Found = Parts | Extract<DraftReading, { hint: string }>;

function readIn(words: DraftWords, text: string, read: PartReader): Found | undefined {
  if (words.when.test(text) || (words.then !== undefined && words.then.test(text))) {
    const found = readConditional(words, text, read);
    if (found !== undefined) return found;
  }
  const moment = readMoment(text, words);
  if (moment === undefined) return undefined;
  const deeds = readDeeds(trim(moment.rest), words, read.calls);
  if (deeds === undefined) return { hint: 'draft-deed' };
  return moment.cron === undefined
    ? { hint: 'draft-time' }
    : { trigger: { cron: moment.cron }, deeds };
}

/** The one place where both halves are understood: what must be so first, or what shall be done. */
function readConditional(words: DraftWords, text: string, read: PartReader): Found | undefined {
  let hint: Found | undefined;
  for (const [condition, order] of divisions(words, text)) {
    const deeds = readDeeds(trim(order), words, read.calls);
    const trigger = readCondition(trim(condition), words, read);
    if (deeds !== undefined && trigger !== undefined) return { trigger, deeds };
    if (deeds !== undefined) hint = { hint: 'draft-when' };
    else if (trigger !== undefined) hint ??= { hint: 'draft-deed' };
  }
  return hint;
}

/** Condition and order, for each place where they may part. */
function divisions(words: DraftWords, text: string): readonly (readonly [string, string])[] {
  const when = words.when.exec(text);
  const before = when === null ? '' : trim(text.slice(0, when.index));
  const after = when === null ? text : text.slice(when.index + when[0].length);
  if (before !== '') return [[after, before]];
  if (words.then !== undefined) return byEnd(words.then, after);
  const places = [...after.matchAll(BREAK)].slice(0, MOST_PLACES).reverse();
  return places.map(({ index }) => [after.slice(0, index), after.slice(index)] as const);
}

/** 水箱低于20%时…, 水箱低于20%就…: the word that ends it, wherever it stands. */
function byEnd(then: RegExp, text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(new RegExp(then, 'gu'))].map(({ index, 0: word }) => [
    text.slice(0, index),
    text.slice(index + word.length),
  ]);
}
