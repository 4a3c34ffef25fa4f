/**
 * How something was: "how was the temperature last night?", "plot tank level, last 24 hours", "tank level as csv",
 * 昨晚温度怎么样. Asks for values over time; why something was switched is asked in `questions.ts`.
 */
import { readState } from './comparison.ts';
import { namesSomething, type Mention } from './mentions.ts';
import { addressOf } from './names.ts';
import { meantThings, readTargets, type Meant } from './reading-targets.ts';
import type { Moment } from './schedule.ts';
import { readPresences, tellsOfDeed } from './seeing.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type ClockTime, type Token } from './token.ts';
import type { Trouble } from './trouble.ts';
import type { Focus } from './understanding.ts';

type Tokens = readonly Token[];

export interface PastContext {
  readonly index: SiteIndex;
  readonly focus: Focus | undefined;
  readonly moment: Moment;
}

export interface PastAsked {
  readonly action: 'history' | 'plot';
  /** Rows as a file. */
  readonly isTable: boolean;
  /** One for each property that is meant. */
  readonly targets: readonly string[];
  /** As the actions take it. */
  readonly stretch: Readonly<Record<string, string>>;
}

/** More curves than this are rather a question that named too little. */
const MOST_TARGETS = 4;

const HOUR_MS = 3_600_000;
const DEFAULT_LAST = '24h';

/** undefined when it is no question about values over time. */
export function readPast(
  tokens: Tokens,
  mentions: readonly Mention[],
  context: PastContext,
): PastAsked | Trouble | undefined {
  const seen = readSeenPast(tokens, mentions, context);
  if (seen !== undefined) return seen;
  const isTable = has(tokens, 'table');
  const isPlot = has(tokens, 'plot') && !isTable;
  if (has(tokens, 'why', 'who', 'happened')) return undefined;
  const state = isPlot || isTable ? undefined : readState(tokens);
  const isSensed = state !== undefined && isBygone(tokens);
  // "did the pump stop?" is answered from the journal; what only senses is not written there.
  const stretch =
    readStretch(tokens, context.moment) ??
    (isSensed ? sensedStretch(mentions, context) : undefined);
  const isNamed = isPlot || isTable ? !has(tokens, 'when') : asksOfHistory(tokens, mentions);
  if (stretch === undefined && !isNamed) return undefined;
  const targets = mentions.flatMap((mention) => targetsOf(mention, state, context));
  // "as csv": what was spoken of.
  const spoken = isTable && mentions.length === 0 ? (context.focus?.addresses ?? []) : [];
  const unique = [...new Set([...targets, ...spoken])];
  if (unique.length === 0) return { reason: 'missing' };
  if (unique.length > MOST_TARGETS) return { reason: 'ambiguous' };
  const action = isPlot ? 'plot' : 'history';
  return { action, isTable, targets: unique, stretch: stretch ?? { last: DEFAULT_LAST } };
}

/** "was anyone in the workshop in the last hour?", "when did you last see somebody?": of those who were there, readings know. */
function readSeenPast(
  tokens: Tokens,
  mentions: readonly Mention[],
  { index, moment }: PastContext,
): PastAsked | Trouble | undefined {
  const isAbout = !tellsOfDeed(tokens) && mentions.every(({ pronoun }) => pronoun === undefined);
  const presences = isAbout ? readPresences(tokens, mentions, index) : undefined;
  // "who was it?" asks the journal; only of a place it asks for those who were seen there.
  const isSeen = presences !== undefined && (!has(tokens, 'who') || mentions.length > 0);
  const stretch = readStretch(tokens, moment);
  if (!isSeen || (stretch === undefined && !isBygone(tokens))) return undefined;
  if (presences.length === 0) return { reason: 'unknown' };
  if (presences.length > MOST_TARGETS) return { reason: 'ambiguous' };
  const isTable = has(tokens, 'table');
  return {
    ...{ action: 'history', isTable, targets: presences },
    stretch: stretch ?? { last: DEFAULT_LAST },
  };
}

/** "history of the tank": of something that is named; alone, the word means the journal. */
function asksOfHistory(tokens: Tokens, mentions: readonly Mention[]): boolean {
  return tokens.some(({ text }) => HISTORY.test(text)) && mentions.some(namesSomething);
}

const HISTORY = /^(?:history|历史|历史记录)$/;

const BYGONE = /^(?:was|were|did|been|has|have|had|过|曾|曾经|什么时候|何时)$/;

function isBygone(tokens: Tokens): boolean {
  return has(tokens, 'past', 'when') || tokens.some(({ text }) => BYGONE.test(text));
}

/** "has anyone opened the door?": nothing was ordered there, so that only its readings know. */
function sensedStretch(
  mentions: readonly Mention[],
  context: PastContext,
): PastAsked['stretch'] | undefined {
  const things = mentions.flatMap((one) => meantThings(one, context.index, context.focus));
  const isSensed = things.every(({ thing }) => thing.properties.every(({ writable }) => !writable));
  return things.length > 0 && isSensed ? { last: DEFAULT_LAST } : undefined;
}

/** Of a place alone, what is measured there. */
function targetsOf(
  mention: Mention,
  state: boolean | undefined,
  { index, focus }: PastContext,
): string[] {
  const asked = { state, unit: undefined };
  const found = readTargets(mention, asked, index, focus);
  const meant = namesSomething(mention) ? found : found.flatMap(measurements);
  return meant.map(({ thing, property }) =>
    property === undefined ? thing.id : addressOf({ thing, property }),
  );
}

function measurements({ thing }: Meant): Meant[] {
  return thing.properties
    .filter(({ type, writable }) => type === 'number' && !writable)
    .map((property) => ({ thing, property }));
}

export function readStretch(tokens: Tokens, moment: Moment): PastAsked['stretch'] | undefined {
  const at = tokens.findIndex((token) => token.stretch !== undefined);
  const stretch = tokens[at]?.stretch;
  const length = tokens.find(({ tag }) => tag === 'duration')?.durationMs;
  if (stretch === 'last') {
    const follower = tokens[at + 1];
    const lastMs = follower?.tag === 'time-unit' ? follower.durationMs : length;
    return lastMs === undefined ? undefined : { last: durationText(lastMs) };
  }
  if (stretch !== undefined) return dayStretch(stretch, moment);
  if (length !== undefined && has(tokens, 'plot', 'table')) return { last: durationText(length) };
  const isToday = tokens.some(({ tag, day }) => tag === 'day' && day === 0);
  const isOver =
    has(tokens, 'plot', 'table', 'happened', 'past') ||
    tokens.some(({ text }) => /^(?:was|were|did|has|have|had|been)$/.test(text));
  const time = tokens.find(({ tag }) => tag === 'clock')?.clock;
  if (isOver && time !== undefined) return aroundTime(time, moment);
  return isToday && isOver ? dayStretch('today', moment) : undefined;
}

const HALF_DAY_MS = 12 * HOUR_MS;
const AROUND_MS = 2 * 60_000;

/** The last time a clock showed that, a little before and after. */
function aroundTime(time: ClockTime, { now, clock }: Moment): PastAsked['stretch'] {
  const wall = { ...clock.wallTime(now), hour: time.hour, minute: time.minute, second: 0 };
  const today = clock.instantOf(wall);
  const candidates = time.eitherHalf
    ? [today + HALF_DAY_MS, today, today - HALF_DAY_MS]
    : [today, clock.instantOf({ ...wall, day: wall.day - 1 })];
  const instant = candidates.find((one) => one <= now) ?? today;
  const to = instant + AROUND_MS;
  return {
    from: clock.formatIso(instant - AROUND_MS),
    ...(to < now && { to: clock.formatIso(to) }),
  };
}

/** Hours after midnight of today, where the site is. */
const HOURS = {
  today: [0, 24],
  yesterday: [-24, 0],
  'last-night': [-6, 6],
  'this-morning': [6, 12],
} as const;

export type Day = keyof typeof HOURS | 'last-week';

export function dayStretch(name: Day, { now, clock }: Moment): PastAsked['stretch'] {
  if (name === 'last-week') return { last: '7d' };
  const midnight = { ...clock.wallTime(now), hour: 0, minute: 0, second: 0 };
  const [from, to] = HOURS[name].map((hour) => clock.instantOf({ ...midnight, hour }));
  const isOpen = to === undefined || to >= now;
  return {
    from: clock.formatIso(from ?? now),
    ...(isOpen ? {} : { to: clock.formatIso(to) }),
  };
}

function durationText(durationMs: number): string {
  const hours = durationMs / HOUR_MS;
  return Number.isInteger(hours)
    ? `${String(hours)}h`
    : `${String(Math.round(durationMs / 1_000))}s`;
}
