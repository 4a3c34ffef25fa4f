/**
 * What is answered by looking: "is anyone in the workshop?", 车间有人吗, "show me the workshop".
 * Finds the properties that say whether somebody is there, and the cameras; both only read.
 */
import type { SiteProperty, SiteThing } from '../config/site.ts';
import { EMPTY_MENTION, type Mention } from './mentions.ts';
import { addressOf } from './names.ts';
import { readState } from './comparison.ts';
import type { SiteIndex } from './site-index.ts';
import { has, type Token } from './token.ts';

type Tokens = readonly Token[];

export interface SightAsked {
  /** `workshop.person`, or a camera. Empty: nothing here can see that. */
  readonly targets: readonly string[];
  /** Somebody, or nobody; absent where it is not asked with yes or no. */
  readonly is?: boolean | undefined;
}

/** undefined where something else is asked. */
export function readSight(
  tokens: Tokens,
  mentions: readonly Mention[],
  index: SiteIndex,
): SightAsked | undefined {
  if (tokens.some((token) => token.topic !== undefined) || has(tokens, ...DEEDS)) return undefined;
  if (asksPresence(tokens)) {
    const places = mentions.length > 0 ? mentions : [EMPTY_MENTION];
    const watched = places.flatMap((place) => thingsOf(place, index)).flatMap(presencesOf);
    return { targets: [...new Set(watched)], is: presenceIn(tokens) };
  }
  const cameras = has(tokens, 'show') ? mentions.flatMap((one) => camerasOf(one, index)) : [];
  return cameras.length === 0 ? undefined : { targets: cameras.map(({ id }) => id) };
}

/** A thing or property that is there to be looked at, asked in whatever words. */
export function isSeen(thing: SiteThing, property: SiteProperty | undefined): boolean {
  return property === undefined
    ? thing.kind === 'camera'
    : property.words === 'somebody-nobody' && property.type === 'boolean';
}

/** "did anyone open the vent", 有人开灯: about something that somebody does. */
const DEEDS = [
  ...(['switch', 'state', 'set', 'keep', 'up', 'down', 'lock', 'unlock', 'past'] as const),
  ...(['perfect', 'cancel', 'undo', 'request', 'quantity', 'if'] as const),
] as const;

function asksPresence(tokens: Tokens): boolean {
  return has(tokens, 'who') || tokens.some((token) => token.presence !== undefined);
}

/** undefined for "who": a picture tells that somebody is there, and not who. */
function presenceIn(tokens: Tokens): boolean | undefined {
  const said = new Set(tokens.flatMap((token) => token.presence ?? []));
  const [presence] = said;
  return said.size === 1 && readState(tokens) === undefined ? presence : undefined;
}

function thingsOf(mention: Mention, index: SiteIndex): readonly SiteThing[] {
  return mention.subjects.length > 0 ? index.subjects(mention, () => true) : index.within(mention);
}

function presencesOf(thing: SiteThing): readonly string[] {
  const presences = thing.properties.filter((property) => isSeen(thing, property));
  return presences.map((property) => addressOf({ thing, property }));
}

/** By name, or in a place that is named alone. */
function camerasOf(mention: Mention, index: SiteIndex): readonly SiteThing[] {
  const { subjects, areas, parts, measures, all, pronoun } = mention;
  const isPlace = areas.length > 0 && !all && pronoun === undefined;
  if (parts.length + measures.length > 0 || (subjects.length === 0 && !isPlace)) return [];
  return thingsOf(mention, index).filter(({ kind }) => kind === 'camera');
}
