/**
 * What a sentence was about that leads to nothing: whether it asked or ordered, of what, and where.
 * So that "there is no fan in the kitchen" can be said, instead of "I did not understand".
 */
import type { SiteThing } from '../config/site.ts';
import type { Measure } from './measures.ts';
import { readMentions, type Mention } from './mentions.ts';
import { decideAct } from './sentence-act.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';
import type { Trouble } from './trouble.ts';
import type { Act, Wanted } from './understanding.ts';
import { readWish } from './wish.ts';

type Tokens = readonly Token[];

export interface Miss {
  readonly act: Act;
  readonly wanted?: Wanted;
}

export function readMiss(tokens: Tokens, trouble: Trouble, index: SiteIndex): Miss {
  const act = actOf(tokens, trouble);
  if (act !== 'read' && act !== 'write') return { act };
  const { named } = readMentions(tokens);
  const things = trouble.reason === 'ambiguous' ? (trouble.things ?? []) : named.flatMap(thingsOf);
  const value = act === 'write' ? valueOf(tokens) : {};
  const areas = [...new Set(named.flatMap((mention) => mention.areas))];
  const kinds = [...new Set([...named.flatMap(kindsOf), ...things.map(({ kind }) => kind)])];
  const wanted = { things: things.map(({ id }) => id), kinds, areas, ...value };
  return { act, wanted: { ...wanted, ...(isAbsent(wanted, index) && { isAbsent: true }) } };
}

function isAbsent({ things, kinds, areas }: Wanted, { things: all }: SiteIndex): boolean {
  const isThere = all.some(
    ({ kind, area }) => kinds.includes(kind) && (areas.length === 0 || areas.includes(area)),
  );
  return things.length === 0 && kinds.length > 0 && !isThere;
}

function actOf(tokens: Tokens, { reason, hint }: Trouble): Act {
  if (reason === 'negation' || reason === 'condition' || reason === 'report') return 'none';
  if (reason === 'lock' && decideAct(tokens) !== 'order') return 'none';
  if (has(tokens, 'beyond') || hint === 'doubt') return 'none';
  if (has(tokens, 'timer')) return 'timer';
  const isNamed = tokens.some(isNaming);
  if (!isNamed || (has(tokens, 'unknown') && !tokens.some(isKind))) return 'none';
  return decideAct(tokens) === 'question' || !has(tokens, ...WISHES) ? 'read' : 'write';
}

const WISHES = [
  ...(['set', 'keep', 'switch', 'state', 'up', 'down', 'quantity', 'lock', 'unlock'] as const),
] as const;

function isNaming(token: Token): boolean {
  return token.reference !== undefined || token.measure !== undefined;
}

function isKind({ reference }: Token): boolean {
  return reference !== undefined && reference.things.length + reference.kinds.length > 0;
}

function thingsOf({ subjects, parts }: Mention): readonly SiteThing[] {
  return [
    ...subjects.flatMap((subject) => subject.things),
    ...parts.flat().map(({ thing }) => thing),
  ];
}

function kindsOf({ subjects, measures }: Mention): readonly string[] {
  const kinds = subjects.flatMap((subject) => subject.kinds);
  return kinds.length > 0 ? kinds : measures.map((measure) => KIND_OF[measure] ?? 'sensor');
}

/** What holds, or shows, a measure that is wanted of a place. */
const KIND_OF: Readonly<Partial<Record<Measure, string>>> = {
  temperature: 'thermostat',
  brightness: 'light',
  color: 'light',
};

function valueOf(tokens: Tokens): Pick<Wanted, 'value'> {
  const wish = readWish(tokens);
  if (wish?.kind === 'switch') return { value: wish.on };
  return wish?.kind === 'value' ? { value: wish.amount } : {};
}
