/**
 * What is answered by looking: "is anyone in the workshop?", 车间有人吗, "show me the picture of the
 * yard". Finds the properties that say whether somebody is there, and the cameras; both only read.
 */
import type { SiteThing } from '../config/site.ts';
import { readState, type Comparison } from './comparison.ts';
import { EMPTY_MENTION, type Mention } from './mentions.ts';
import { addressOf } from './names.ts';
import { isPresence, type SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';
import type { Focus } from './understanding.ts';

type Tokens = readonly Token[];

export interface SightAsked {
  /** `workshop.person`, or a camera. Empty: nothing here can see that. */
  readonly targets: readonly string[];
  /** Absent where it is not asked with yes or no. */
  readonly compare?: Comparison | undefined;
}

export interface SightContext {
  readonly index: SiteIndex;
  readonly focus: Focus | undefined;
}

/** undefined where something else is asked. */
export function readSight(
  tokens: Tokens,
  mentions: readonly Mention[],
  { index, focus }: SightContext,
): SightAsked | undefined {
  if (tokens.some((token) => token.topic !== undefined) || tellsOfDeed(tokens)) return undefined;
  if (tokens.some(({ tag, stretch }) => tag === 'past' && stretch === undefined)) return undefined;
  const presences = readPresences(tokens, mentions, index);
  if (presences !== undefined) {
    const is = presenceIn(tokens);
    return { targets: presences, ...(is !== undefined && { compare: { is } }) };
  }
  if (!has(tokens, 'show', 'picture', 'see')) return undefined;
  const isOfAll = has(tokens, 'picture', 'see');
  if (isOfAll && mentions.length === 0) return { targets: seenBefore(index, focus) };
  const cameras = mentions.flatMap((one) => seenIn(one, tokens, index));
  if (cameras.length > 0) return { targets: [...new Set(cameras.map(({ id }) => id))] };
  return has(tokens, 'picture') ? { targets: [] } : undefined;
}

/**
 * What says whether somebody is where it is asked about; undefined where nobody's presence is asked.
 * "is the tank empty?" asks for nobody, and neither does it in a place with a tank.
 */
export function readPresences(
  tokens: Tokens,
  mentions: readonly Mention[],
  index: SiteIndex,
): readonly string[] | undefined {
  const places = mentions.length > 0 ? mentions : [EMPTY_MENTION];
  const asks = tokens.some(
    (token) =>
      token.tag === 'who' ||
      (token.presence !== undefined && (token.tag !== 'measure' || places.every(isPlaceToSee))),
  );
  if (!asks) return undefined;
  return [...new Set(places.flatMap((place) => thingsOf(place, index)).flatMap(presencesOf))];

  function isPlaceToSee(place: Mention): boolean {
    if (place.areas.length === 0 || place.subjects.length + place.parts.length > 0) return false;
    return place.measures.every((one) => index.measured(one, index.within(place)).length === 0);
  }
}

/** Whether the sentence is about seeing at all, so that what is proposed instead is so too. */
export function speaksOfSight(tokens: Tokens): boolean {
  return (
    has(tokens, 'picture', 'see', 'who') ||
    tokens.some(({ tag, presence }) => presence !== undefined && tag !== 'measure')
  );
}

/** "did anyone open the vent", "who opened it", 有人开灯: about something that somebody does. */
export function tellsOfDeed(tokens: Tokens): boolean {
  return has(tokens, ...DEEDS) || tokens.some(({ on }) => on !== undefined);
}

const DEEDS = [
  ...(['switch', 'state', 'set', 'keep', 'up', 'down', 'lock', 'unlock', 'touch'] as const),
  ...(['perfect', 'cancel', 'undo', 'quantity', 'if'] as const),
] as const;

/** undefined for "who" and "how many": a picture tells that somebody is there, and neither who nor how many. */
function presenceIn(tokens: Tokens): boolean | undefined {
  if (has(tokens, 'why', 'who') || tokens.some(({ text }) => COUNTING.test(text))) return undefined;
  const said = new Set(tokens.flatMap((token) => token.presence ?? []));
  const [presence] = said;
  return said.size === 1 && readState(tokens) === undefined ? presence : undefined;
}

const COUNTING = /^(?:how many|how much|多少|多|几|几个)$/;

function thingsOf(mention: Mention, index: SiteIndex): readonly SiteThing[] {
  return mention.subjects.length > 0 ? index.subjects(mention, () => true) : index.within(mention);
}

function presencesOf(thing: SiteThing): readonly string[] {
  return thing.properties.filter(isPresence).map((property) => addressOf({ thing, property }));
}

/** What was looked at last, where that was just now spoken of; every camera otherwise. */
function seenBefore(index: SiteIndex, focus: Focus | undefined): readonly string[] {
  const before = (focus?.addresses ?? []).filter((address) => {
    const found = index.findTargets(address);
    return found !== undefined && index.isSeen(found.thing, found.property);
  });
  if (before.length > 0) return before;
  return index.things.filter(({ kind }) => kind === 'camera').map(({ id }) => id);
}

/** By name, or in a place that is named alone; a picture of something is what it is read by, or one of its place. */
function seenIn(mention: Mention, tokens: Tokens, index: SiteIndex): readonly SiteThing[] {
  const { subjects, areas, parts, measures, all, pronoun } = mention;
  const isPlace = areas.length > 0 && !all && pronoun === undefined;
  if (parts.length + measures.length > 0 || (subjects.length === 0 && !isPlace)) return [];
  const things = thingsOf(mention, index);
  const cameras = isPlace
    ? things.filter(isCamera)
    : things.filter((one) => index.isSeen(one, undefined));
  if (cameras.length > 0 || !has(tokens, 'picture')) return cameras;
  return index.things.filter(
    (one) => isCamera(one) && things.some(({ area }) => area === one.area),
  );
}

function isCamera({ kind }: SiteThing): boolean {
  return kind === 'camera';
}
