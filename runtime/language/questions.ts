/**
 * Understands what is asked, or asked to be shown. Everything that leaves this file reads: the
 * names of the actions are fixed by their type.
 */
import { isButton } from '../config/button.ts';
import type { SiteProperty, SiteThing } from '../config/site.ts';
import { parseDuration } from '../core/duration.ts';
import { switchable } from './changes.ts';
import { compareState, readLimit, readState } from './comparison.ts';
import { EMPTY_MENTION, namesSomething, readMentions, type Mention } from './mentions.ts';
import { addressOf, type Target } from './names.ts';
import { readPast, readStretch, type PastAsked } from './past.ts';
import { meantThings, readTargets, type Meant } from './reading-targets.ts';
import { readSight, type SightAsked } from './seeing.ts';
import type { Moment } from './schedule.ts';
import { complains } from './sentence-act.ts';
import { partsOf, type SiteIndex } from './site-index.ts';
import type { Topic } from './lexicon.ts';
import { belongsToName, has, type Token } from './token.ts';
import { isTrouble, type Trouble } from './trouble.ts';
import type { ActionCall, Focus } from './understanding.ts';

type Tokens = readonly Token[];

/** None of them changes anything. */
type ReadAction = 'read' | 'look' | 'why' | 'lock-outs' | 'history' | 'plot' | Topic;

export interface Question {
  readonly calls: readonly (ActionCall & { readonly action: ReadAction })[];
  readonly focus: Focus;
}

export interface QuestionContext {
  readonly index: SiteIndex;
  readonly focus: Focus | undefined;
  readonly moment: Moment;
}

export function understandQuestion(tokens: Tokens, context: QuestionContext): Question | Trouble {
  const mentions = readMentions(tokens).named;
  if (!isExplained(tokens)) return { reason: 'unknown', things: subjectsOf(mentions) };
  if (asksOfLock(tokens)) return askLock(mentions, context);
  if (asksOfFault(tokens)) return askFault(mentions, context);
  const past = readPast(tokens, mentions, context);
  if (past !== undefined) return isTrouble(past) ? past : askPast(past);
  // Why somebody is there, no journal knows; a picture shows who it is.
  const seen = isBygone(tokens) ? undefined : readSight(tokens, mentions, context);
  if (seen !== undefined) return askSight(seen, mentions);
  if (isAboutPast(tokens)) return askWhy(tokens, mentions, context);
  const topic = readTopic(tokens);
  if (has(tokens, 'who')) return { reason: 'unknown', things: subjectsOf(mentions) };
  if (topic !== undefined) return askTopic(topic, tokens, mentions, context);
  if (doubtsOrder(tokens))
    return { reason: 'unknown', hint: 'doubt', things: subjectsOf(mentions) };
  return askReading(tokens, mentions, context);
}

/** A word more may mean another thing: "is the second floor pump on?" is not about our pump. */
function isExplained(tokens: Tokens): boolean {
  return !tokens.some(
    (token) =>
      token.tag === 'unknown' || (token.tag === 'quantity' && belongsToName(tokens, token)),
  );
}

function askPast({ action, isTable, targets, stretch }: PastAsked): Question {
  const form = isTable ? { csv: true } : {};
  const calls = targets.map((target) => ({ action, args: { target, ...stretch, ...form } }));
  return { calls, focus: { addresses: targets } };
}

/** One look for each; nothing that sees is no reason to read all else that is there. */
function askSight(
  { targets, compare }: SightAsked,
  mentions: readonly Mention[],
): Question | Trouble {
  if (targets.length === 0) return { reason: 'unknown', things: subjectsOf(mentions) };
  const asked = compare === undefined ? {} : { compare };
  const calls = targets.map((target) => ({ action: 'look', args: { target, ...asked } }) as const);
  return { calls, focus: { addresses: targets } };
}

// --- locks and faults ---

/** "is the pump locked out?", "who locked it?"; "how do I lock it?" and "lock it?" are other questions. */
function asksOfLock(tokens: Tokens): boolean {
  if (!has(tokens, 'lock') || has(tokens, 'how-to', 'may')) return false;
  return has(tokens, 'be', 'why', 'who', 'aux', 'perfect', 'ask', 'past') || hasLockedState(tokens);
}

/** 水泵锁着吗, 水泵上锁了没有. */
function hasLockedState(tokens: Tokens): boolean {
  return tokens.at(-1)?.tag === 'question' && tokens[0]?.tag === 'name';
}

function askLock(
  mentions: readonly Mention[],
  { index, focus }: QuestionContext,
): Question | Trouble {
  const meant = mentions.flatMap((mention) => meantThings(mention, index, focus));
  const things = [...new Set(meant.map(({ thing }) => thing.id))];
  if (things.length === 0 && mentions.some(namesSomething))
    return { reason: 'unknown', things: subjectsOf(mentions) };
  return question(
    'lock-outs',
    { targets: things },
    things.length > 0 ? things : addressesOf(focus),
  );
}

/** "the pump won't start", "why isn't the pump running?": how it stands, and what came before. */
function asksOfFault(tokens: Tokens): boolean {
  if (has(tokens, 'broken')) return true;
  const first = tokens.findIndex(({ tag }) => tag !== 'filler' && tag !== 'please');
  const isWhyNot = has(tokens, 'why') && has(tokens, 'not') && tokens.some(({ on }) => on === true);
  return isWhyNot || complains(tokens, first);
}

function askFault(
  mentions: readonly Mention[],
  { index, focus }: QuestionContext,
): Question | Trouble {
  const meant = mentions.filter(namesSomething);
  const targets = meant.flatMap((mention) => whyTargets(mention, undefined, index, focus));
  const [target] = targets;
  if (target === undefined) return { reason: 'unknown', things: subjectsOf(mentions) };
  if (targets.length > 1) return { reason: 'ambiguous', things: targets.map((one) => one.thing) };
  const address = addressOf(target);
  const calls = [
    { action: 'read', args: { targets: [address] } },
    { action: 'why', args: { target: address } },
  ] as const;
  return {
    calls: target.property.writable ? calls : calls.slice(0, 1),
    focus: { addresses: [address] },
  };
}

function addressesOf(focus: Focus | undefined): readonly string[] {
  return focus?.addresses ?? [];
}

// --- why ---

/** What was is in the journal; the reading of now would be a wrong answer to it. */
const BYGONE = /^(?:was|were|did|been|had|过|昨天|昨晚|曾|曾经)$/;

function isBygone(tokens: Tokens): boolean {
  return tokens.some(({ text }) => BYGONE.test(text));
}

/** "why …", "who …", "what happened", "was the pump on today?", 灯今天开过吗, 水泵怎么开了. */
function isAboutPast(tokens: Tokens): boolean {
  if (has(tokens, 'why', 'happened') || isBygone(tokens)) return true;
  if (has(tokens, 'who'))
    return tokens.some((token) => token.on !== undefined || token.tag === 'past');
  if (has(tokens, 'when')) return !has(tokens, 'may');
  if (has(tokens, 'how-to')) return has(tokens, 'perfect', 'past', 'state');
  return has(tokens, 'past') && has(tokens, 'ask') && !has(tokens, 'be');
}

function askWhy(
  tokens: Tokens,
  mentions: readonly Mention[],
  { index, focus, moment }: QuestionContext,
): Question | Trouble {
  const spoken = mentions.filter(namesSomething);
  const when = journalStretch(readStretch(tokens, moment), moment);
  if (spoken.length === 0 && mentions.length > 0) return askAreaWhy(tokens, when, focus);
  const seen = spoken.length === 0 && isOnlyWhy(tokens) ? addressesOf(focus).filter(isSight) : [];
  if (seen.length > 0) return askEvidence(seen);
  if (spoken.length === 0) return question('why', when, focus?.addresses ?? []);
  const value = readState(tokens);
  const targets = spoken.flatMap((mention) => whyTargets(mention, value, index, focus));
  if (targets.length === 0) return { reason: 'unknown', things: subjectsOf(spoken) };
  if (targets.length > 1) return { reason: 'ambiguous', things: targets.map((one) => one.thing) };
  const [target] = targets;
  const isState = target?.property.type === 'boolean' && value !== undefined;
  const address = target === undefined ? '' : addressOf(target);
  return question('why', { target: address, ...(isState && { value }), ...when }, [address]);

  function isSight(seenAt: string): boolean {
    const found = index.findTargets(seenAt);
    return found !== undefined && index.isSeen(found.thing, found.property);
  }
}

/** "why?", 为什么, and not one word more. */
function isOnlyWhy(tokens: Tokens): boolean {
  return tokens.every(({ tag }) => ['why', 'question', 'please', 'comma'].includes(tag));
}

/** Why it was said that somebody is there: what was seen then, with its picture. */
function askEvidence(targets: readonly string[]): Question {
  const calls = targets.map(
    (target) => ({ action: 'look', args: { target, last: true } }) as const,
  );
  return { calls, focus: { addresses: targets } };
}

/** The journal is asked from when to when; "the last 2 hours" begin now. */
function journalStretch(
  stretch: PastAsked['stretch'] | undefined,
  { now, clock }: Moment,
): Readonly<Record<string, string>> {
  const { last, ...range } = stretch ?? {};
  const lastMs = last === undefined ? undefined : parseDuration(last);
  return lastMs === undefined ? range : { from: clock.formatIso(now - lastMs) };
}

function askAreaWhy(
  tokens: Tokens,
  when: Readonly<Record<string, string>>,
  focus: Focus | undefined,
): Question | Trouble {
  return has(tokens, 'happened')
    ? question('why', when, focus?.addresses ?? [])
    : { reason: 'unknown' };
}

function whyTargets(
  mention: Mention,
  value: boolean | undefined,
  index: SiteIndex,
  focus: Focus | undefined,
): Target[] {
  return meantThings(mention, index, focus).flatMap(({ thing, property }) => {
    const named = partsOf(mention, thing);
    const measured = mention.measures.flatMap((measure) => index.measured(measure, [thing]));
    if (measured.length > 0) return measured.slice(0, 1);
    const state = value === undefined ? undefined : switchable(thing.properties);
    const main = named[0] ?? property ?? state ?? mainProperty(thing);
    return main === undefined ? [] : [{ thing, property: main }];
  });
}

/** What a thing is there for. */
function mainProperty({ properties }: SiteThing): SiteProperty | undefined {
  const writable = properties.filter((property) => property.writable);
  return switchable(writable) ?? writable.find((one) => !isButton(one)) ?? properties[0];
}

// --- topics ---

function readTopic(tokens: Tokens): Topic | undefined {
  if (has(tokens, 'how-to')) return 'help';
  if (has(tokens, 'when')) return 'tasks';
  const topic = tokens.find((token) => token.topic !== undefined)?.topic;
  // "which devices are on?" asks for readings.
  return topic === 'things' && readState(tokens) !== undefined ? undefined : topic;
}

function askTopic(
  topic: Topic,
  tokens: Tokens,
  mentions: readonly Mention[],
  context: QuestionContext,
): Question | Trouble {
  const { index, focus } = context;
  const addresses = focus?.addresses ?? [];
  const things = subjectsOf(mentions);
  const [area] = mentions.flatMap((mention) => mention.areas);
  switch (topic) {
    case 'pins':
      return question(
        'pins',
        { ...given('board', boardOf(mentions, index)), picture: true },
        addresses,
      );
    case 'status':
      if (things.length > 0) return askReading(tokens, mentions, context);
      return question('status', given('area', area), addresses);
    case 'things':
      return question('things', given('area', area), addresses);
    case 'help':
      return question('help', given('topic', helpTopic(tokens)), addresses);
    case 'tasks':
    case 'boards':
    case 'journal':
    case 'doctor':
      return question(topic, {}, addresses);
  }
}

/** "how do I lock out the pump?" → the action that does it. */
function helpTopic(tokens: Tokens): string | undefined {
  if (has(tokens, 'lock', 'unlock', 'hand', 'auto')) return 'mode';
  if (has(tokens, 'set', 'keep', 'switch', 'up', 'down')) return 'set';
  return tokens.find((token) => token.topic !== undefined && token.topic !== 'help')?.topic;
}

function boardOf(mentions: readonly Mention[], index: SiteIndex): string | undefined {
  return mentions.map((mention) => index.boardOf(mention)).find((board) => board !== undefined);
}

function given(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

// --- readings ---

/** "turn on the pump?", 能打开水泵吗, "should I open the vent?": an order someone is not sure of. */
function doubtsOrder(tokens: Tokens): boolean {
  const isVerbal = tokens.some(
    (token) =>
      token.verb === true ||
      has([token], 'set', 'keep', 'lock', 'unlock', 'cancel', 'undo', 'little'),
  );
  if (has(tokens, 'may')) return isVerbal || has(tokens, 'switch');
  return (isVerbal || leadsWithSwitch(tokens)) && !has(tokens, 'be', 'aux', 'perfect');
}

/** "open the vent?", where "vent open?" asks for its state. */
function leadsWithSwitch(tokens: Tokens): boolean {
  const verb = tokens.findIndex((token) => token.tag === 'switch');
  const name = tokens.findIndex((token) => token.reference !== undefined || token.tag === 'it');
  return verb >= 0 && verb < name && !has(tokens, 'ask');
}

function askReading(
  tokens: Tokens,
  mentions: readonly Mention[],
  { index, focus }: QuestionContext,
): Question | Trouble {
  const state = readState(tokens);
  const limit = readLimit(tokens);
  const meant = mentions.length > 0 ? mentions : [NOTHING_NAMED];
  const isVague = !mentions.some(namesSomething) && state === undefined && limit === undefined;
  if (isVague && mentions.length === 0) return { reason: 'unknown' };
  if (isWholeSite(mentions) && state === undefined)
    return question('status', {}, focus?.addresses ?? []);
  const asked = { state, unit: limit?.unit };
  const found = meant.map((mention) => readTargets(mention, asked, index, focus));
  if (found.some((targets) => targets.length === 0))
    return { reason: 'unknown', things: subjectsOf(mentions) };
  const targets = unique(found.flat());
  const compare =
    limit?.comparison ??
    compareState(
      targets.map(({ property }) => property),
      state,
    );
  const addresses = targets.map(({ thing, property }) =>
    property === undefined ? thing.id : addressOf({ thing, property }),
  );
  if (targets.length > 0 && targets.every(({ thing, property }) => index.isSeen(thing, property)))
    return askSight({ targets: addresses, compare: compare ?? detects(tokens, targets) }, mentions);
  const which = compare !== undefined && addresses.length > 1 && asksWhich(tokens);
  const asks = which ? { compare: { ...compare, which } } : compare && { compare };
  return question('read', { targets: addresses, ...asks }, addresses);
}

/** "is there a cat in the workshop?" wants a yes or no, "workshop camera cat" does not. */
function detects(tokens: Tokens, targets: readonly Meant[]): SightAsked['compare'] {
  const isYesNo = has(tokens, 'be', 'question', 'see') && !has(tokens, 'ask', 'show');
  const isDetected = targets.every(({ property }) => property?.type === 'boolean');
  return isYesNo && isDetected ? { is: true } : undefined;
}

/** "what is on?" wants a list, and no yes and no. */
function asksWhich(tokens: Tokens): boolean {
  return tokens.some(({ text }) => /^(?:what|which|哪些|哪个|什么|哪)$/.test(text));
}

const NOTHING_NAMED: Mention = { ...EMPTY_MENTION, all: true };

function isWholeSite(mentions: readonly Mention[]): boolean {
  const [only] = mentions;
  return (
    mentions.length === 1 &&
    only?.all === true &&
    only.areas.length + only.measures.length + only.parts.length + only.subjects.length === 0
  );
}

function unique(targets: readonly Meant[]): Meant[] {
  return targets.filter(
    (target, at) =>
      targets.findIndex(
        (other) => other.thing === target.thing && other.property === target.property,
      ) === at,
  );
}

function subjectsOf(mentions: readonly Mention[]): readonly SiteThing[] {
  return mentions.flatMap((mention) =>
    mention.subjects.flatMap((subject) =>
      subject.things.length > 0 ? subject.things : subject.kind,
    ),
  );
}

function question(
  action: ReadAction,
  args: Question['calls'][number]['args'],
  addresses: readonly string[],
): Question {
  return { calls: [{ action, args }], focus: { addresses } };
}
