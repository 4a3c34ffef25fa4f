/**
 * Understands what is asked, or asked to be shown. Everything that leaves this file reads: the
 * names of the actions are fixed by their type.
 */
import type { SiteProperty, SiteThing } from '../config/site.ts';
import { isSwitch, switchable } from './changes.ts';
import type { Lean } from './measures.ts';
import { namesSomething, readMentions, type Mention } from './mentions.ts';
import { addressOf, regulatorOf, type Target } from './names.ts';
import { partsOf, type SiteIndex } from './site-index.ts';
import { belongsToName, has, type Token } from './token.ts';
import type { Trouble } from './trouble.ts';
import type { ActionCall, Focus } from './understanding.ts';

type Tokens = readonly Token[];

/** None of them changes anything. */
type ReadAction =
  'read' | 'why' | 'pins' | 'status' | 'tasks' | 'things' | 'boards' | 'journal' | 'help';

export interface Question {
  readonly calls: readonly (ActionCall & { readonly action: ReadAction })[];
  readonly focus: Focus;
}

export interface QuestionContext {
  readonly index: SiteIndex;
  readonly focus: Focus | undefined;
}

export function understandQuestion(tokens: Tokens, context: QuestionContext): Question | Trouble {
  const mentions = readMentions(tokens).named;
  if (!isExplained(tokens)) return { reason: 'unknown', things: subjectsOf(mentions) };
  if (isAboutPast(tokens)) return askWhy(tokens, mentions, context);
  const topic = readTopic(tokens);
  if (has(tokens, 'who')) return { reason: 'unknown', things: subjectsOf(mentions) };
  if (topic !== undefined) return askTopic(topic, tokens, mentions, context);
  if (doubtsOrder(tokens)) return { reason: 'unknown', things: subjectsOf(mentions) };
  return askReading(tokens, mentions, context);
}

/** A word more may mean another thing: "is the second floor pump on?" is not about our pump. */
function isExplained(tokens: Tokens): boolean {
  return !tokens.some(
    (token) =>
      token.tag === 'unknown' || (token.tag === 'quantity' && belongsToName(tokens, token)),
  );
}

// --- why ---

/** "why …", "who …", "what happened", "what turned on the pump", 水泵怎么开了. */
function isAboutPast(tokens: Tokens): boolean {
  if (has(tokens, 'why', 'happened')) return true;
  if (has(tokens, 'who'))
    return tokens.some((token) => token.on !== undefined || token.tag === 'past');
  if (has(tokens, 'when')) return !has(tokens, 'may');
  if (has(tokens, 'how-to')) return has(tokens, 'perfect', 'past', 'state');
  return has(tokens, 'past') && has(tokens, 'ask') && !has(tokens, 'be');
}

function askWhy(
  tokens: Tokens,
  mentions: readonly Mention[],
  { index, focus }: QuestionContext,
): Question | Trouble {
  const spoken = mentions.filter(namesSomething);
  if (spoken.length === 0 && mentions.length > 0) return askAreaWhy(tokens, focus);
  if (spoken.length === 0) return question('why', {}, focus?.addresses ?? []);
  const value = readState(tokens);
  const targets = spoken.flatMap((mention) => whyTargets(mention, value, index, focus));
  if (targets.length === 0) return { reason: 'unknown', things: subjectsOf(spoken) };
  if (targets.length > 1) return { reason: 'ambiguous', things: targets.map((one) => one.thing) };
  const [target] = targets;
  const isState = target?.property.type === 'boolean' && value !== undefined;
  const address = target === undefined ? '' : addressOf(target);
  return question('why', { target: address, ...(isState && { value }) }, [address]);
}

function askAreaWhy(tokens: Tokens, focus: Focus | undefined): Question | Trouble {
  return has(tokens, 'happened')
    ? question('why', {}, focus?.addresses ?? [])
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
  return switchable(writable) ?? writable[0] ?? properties[0];
}

// --- topics ---

function readTopic(tokens: Tokens): NonNullable<Token['topic']> | undefined {
  if (has(tokens, 'how-to')) return 'help';
  if (has(tokens, 'when')) return 'tasks';
  const topic = tokens.find((token) => token.topic !== undefined)?.topic;
  // "which devices are on?" asks for readings.
  return topic === 'things' && readState(tokens) !== undefined ? undefined : topic;
}

function askTopic(
  topic: NonNullable<Token['topic']>,
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
      return question('pins', given('board', boardOf(mentions, index)), addresses);
    case 'status':
      if (things.length > 0) return askReading(tokens, mentions, context);
      return question('status', given('area', area), addresses);
    case 'things':
      return question('things', given('area', area), addresses);
    case 'help':
      return question('help', given('topic', things[0]?.id), addresses);
    case 'tasks':
    case 'boards':
    case 'journal':
      return question(topic, {}, addresses);
  }
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
  return isVerbal && !has(tokens, 'be', 'aux', 'perfect');
}

interface Comparison {
  readonly is?: boolean | number;
  readonly above?: number;
  readonly below?: number;
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
  const compare = limit?.comparison ?? compareState(targets, state);
  const addresses = targets.map(({ thing, property }) =>
    property === undefined ? thing.id : addressOf({ thing, property }),
  );
  return question('read', { targets: addresses, ...(compare && { compare }) }, addresses);
}

const NOTHING_NAMED: Mention = {
  subjects: [],
  parts: [],
  measures: [],
  areas: [],
  boards: [],
  all: true,
};

function isWholeSite(mentions: readonly Mention[]): boolean {
  const [only] = mentions;
  return (
    mentions.length === 1 &&
    only?.all === true &&
    only.areas.length + only.measures.length + only.parts.length + only.subjects.length === 0
  );
}

/** A property, or the whole thing. */
interface Meant {
  readonly thing: SiteThing;
  readonly property?: SiteProperty;
}

interface Asked {
  readonly state: boolean | undefined;
  /** Of the number it is compared with. */
  readonly unit: string | undefined;
}

function readTargets(
  mention: Mention,
  asked: Asked,
  index: SiteIndex,
  focus: Focus | undefined,
): Meant[] {
  const named = namedThings(mention, index, focus);
  if (named.length > 0) return named.flatMap((meant) => detail(meant, mention, asked, index));
  const things = index.within(mention);
  const parts = mention.parts.flatMap((part) => part.filter(({ thing }) => things.includes(thing)));
  const measured = mention.measures.flatMap((measure) => index.measured(measure, things));
  if (parts.length + measured.length > 0) return measured.length > 0 ? measured : parts;
  if (mention.measures.length + mention.parts.length > 0) return [];
  if (asked.unit !== undefined) return readingsIn(asked.unit, things);
  const unregulated = things.filter((thing) => !thing.properties.some(regulatorOf));
  return asked.state === undefined
    ? unregulated.map((thing) => ({ thing }))
    : switches(unregulated);
}

function meantThings(mention: Mention, index: SiteIndex, focus: Focus | undefined): Meant[] {
  const named = namedThings(mention, index, focus);
  if (named.length > 0) return named;
  const things = index.within(mention);
  const parts = mention.parts.flat().filter(({ thing }) => things.includes(thing));
  const measured = mention.measures.flatMap((measure) => index.measured(measure, things));
  return measured.length > 0 ? measured : parts;
}

/** By its name, or by a pronoun; the "it" of "how warm is it" stands for nothing. */
function namedThings(mention: Mention, index: SiteIndex, focus: Focus | undefined): Meant[] {
  if (mention.subjects.length > 0)
    return index.subjects(mention, () => true).map((thing) => ({ thing }));
  if (mention.pronoun === undefined) return [];
  const found = (focus?.addresses ?? []).flatMap((address) => index.findTargets(address) ?? []);
  const things = found.map(({ thing }) => thing);
  const isMeasured = mention.measures.every((one) => index.measured(one, things).length > 0);
  return isMeasured ? found : [];
}

/** The properties of one thing that the words around it point at. */
function detail(
  { thing, property }: Meant,
  mention: Mention,
  asked: Asked,
  index: SiteIndex,
): Meant[] {
  const parts = partsOf(mention, thing);
  const measured = mention.measures.flatMap((measure) => index.measured(measure, [thing]));
  if (measured.length > 0) return measured;
  if (parts.length > 0) return parts.map((part) => ({ thing, property: part }));
  if (mention.measures.length + mention.parts.length > 0) return [];
  if (asked.unit !== undefined) return readingsIn(asked.unit, [thing]);
  const state = asked.state === undefined ? undefined : (property ?? switchable(thing.properties));
  const meant = state ?? property;
  return [{ thing, ...(meant && { property: meant }) }];
}

function readingsIn(unit: string, things: readonly SiteThing[]): Meant[] {
  const symbol = unit === 'F' ? 'Cel' : unit;
  return things.flatMap((thing) =>
    thing.properties
      .filter((property) => property.unit === symbol && !regulatorOf(property))
      .map((property) => ({ thing, property })),
  );
}

function switches(things: readonly SiteThing[]): Meant[] {
  return things.flatMap((thing) =>
    thing.properties
      .filter((property) => property.writable && isSwitch(property))
      .map((property) => ({ thing, property })),
  );
}

// --- comparisons ---

/** on or off, where exactly one of them is asked for and nothing turns it round. */
function readState(tokens: Tokens): boolean | undefined {
  const said = tokens.filter((token) => token.on !== undefined).map((token) => token.on);
  if (new Set(said).size !== 1) return undefined;
  return tokens.some((token, at) => turnsRound(tokens, token, at)) ? undefined : said[0];
}

/** "is the pump not on" is unclear enough to just read it; "isn't the pump on" is not. */
function turnsRound(tokens: Tokens, token: Token, at: number): boolean {
  const before = tokens[at - 1]?.tag;
  const isContracted = before === 'be' || before === 'aux' || before === 'may' || before === 'why';
  return (
    token.tag === 'not' &&
    at < tokens.length - 1 &&
    tokens[at + 1]?.tag !== 'question' &&
    !isContracted
  );
}

interface Limit {
  readonly comparison: Comparison;
  readonly unit?: string;
}

const DIRECTIONS: Readonly<Partial<Record<Token['tag'], Lean>>> = {
  above: 'raise',
  up: 'raise',
  below: 'lower',
  down: 'lower',
};

/** "warmer than 25 degrees", 高于25度, "at 50 %". */
function readLimit(tokens: Tokens): Limit | undefined {
  const quantities = tokens.filter(
    (token) => token.tag === 'quantity' && token.unit !== 'fraction',
  );
  const [quantity] = quantities;
  if (quantity?.amount === undefined || quantities.length > 1) return undefined;
  const amount =
    quantity.unit === 'F' ? Math.round((quantity.amount - 32) * (50 / 9)) / 10 : quantity.amount;
  const unit = quantity.unit === undefined ? {} : { unit: quantity.unit };
  const directions = new Set(tokens.flatMap((token) => DIRECTIONS[token.tag] ?? []));
  if (directions.size > 1) return undefined;
  const [direction] = directions;
  if (direction === undefined) return { comparison: { is: amount }, ...unit };
  return { comparison: direction === 'raise' ? { above: amount } : { below: amount }, ...unit };
}

/** "is the vent open?" asks a share whether it is above zero. */
function compareState(
  targets: readonly Meant[],
  state: boolean | undefined,
): Comparison | undefined {
  if (state === undefined) return undefined;
  const types = new Set(targets.map(({ property }) => property?.type));
  const [type] = types;
  if (types.size !== 1 || type === undefined) return undefined;
  if (type === 'boolean') return { is: state };
  return state ? { above: 0 } : { is: 0 };
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
