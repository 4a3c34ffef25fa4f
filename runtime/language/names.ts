/**
 * The site as people name it: titles, aliases and ids of things, properties, areas and boards, and
 * the words for their kinds. Names are data; one that consists of the grammar's own words and would
 * hide a "not" or an "if" is left out, and the thing answers to its id.
 */
import type { Aliases, Site, SiteProperty, SiteThing, Titles } from '../config/site.ts';
import { formatAddress } from '../core/reading.ts';
import { cutName } from './atoms.ts';
import { CHINESE_KINDS, CHINESE_REGULATORS } from './lexicon.zh.ts';
import { ENGLISH_KINDS, ENGLISH_REGULATORS } from './lexicon.en.ts';
import type { Lean } from './measures.ts';
import { normalise } from './normalise.ts';

export interface Target {
  readonly thing: SiteThing;
  readonly property: SiteProperty;
}

/** What one name may stand for; several sides are filled when the site uses a word twice. */
export interface Reference {
  /** Things called exactly so. */
  readonly things: readonly SiteThing[];
  /** Things of that kind; they are meant where no exact one fits. */
  readonly kind: readonly SiteThing[];
  /** The kinds themselves, also where the site has none of them. */
  readonly kinds: readonly string[];
  readonly properties: readonly Target[];
  readonly areas: readonly string[];
  readonly boards: readonly string[];
  /** A plural: all of them are meant. */
  readonly many: boolean;
}

export interface Name {
  readonly phrase: readonly string[];
  readonly reference: Reference;
}

const NOTHING: Reference = {
  things: [],
  kind: [],
  kinds: [],
  properties: [],
  areas: [],
  boards: [],
  many: false,
};

export function mergeReferences(left: Reference | undefined, right: Reference): Reference {
  if (left === undefined) return right;
  return {
    things: union(left.things, right.things),
    kind: union(left.kind, right.kind),
    kinds: union(left.kinds, right.kinds),
    properties: union(left.properties, right.properties),
    areas: union(left.areas, right.areas),
    boards: union(left.boards, right.boards),
    many: left.many || right.many,
  };
}

/** Every name of the site. Ids come last: they count only where no title or kind is spelled the same. */
export function nameSite(site: Site): Record<'spoken' | 'addresses' | 'ids', readonly Name[]> {
  const things = site.boards.flatMap((board) => board.things);
  return {
    spoken: [
      ...site.areas.flatMap((area) => called(area, { areas: [area.id] })),
      ...nameFloors(site),
      ...site.boards.flatMap((board) =>
        phrases([board.title.en, board.title.zh], { boards: [board.id] }),
      ),
      ...things.flatMap(nameThing),
      ...nameKinds(things),
      ...nameRegulators(things),
    ],
    addresses: things.flatMap((thing) =>
      thing.properties.flatMap((property) =>
        phrases([`${thing.id} ${property.name}`], { properties: [{ thing, property }] }),
      ),
    ),
    ids: [
      ...site.areas.flatMap((area) => phrases([area.id], { areas: [area.id] })),
      ...site.boards.flatMap((board) => phrases([board.id], { boards: [board.id] })),
      ...things.flatMap((thing) => phrases([thing.id], { things: [thing] })),
    ],
  };
}

/** `raise` for what heats, `lower` for what cools; undefined for other things, and where it cannot be told. */
export function leanOf(thing: SiteThing, site: readonly SiteThing[]): Lean | undefined {
  const rule = thing.properties.map(regulatorOf).find((found) => found !== undefined);
  if (rule === undefined) return undefined;
  const direction = rule['two-point']?.direction;
  if (direction !== undefined) return direction;
  const output = site.find((other) => other.id === rule.output.thing);
  return output?.kind === 'vent' || output?.kind === 'fan' ? 'lower' : 'raise';
}

export function regulatorOf(property: SiteProperty) {
  return property.source.kind === 'regulator' ? property.source.regulator : undefined;
}

export function addressOf({ thing, property }: Target): string {
  return formatAddress({ thing: thing.id, property: property.name });
}

/** A floor stands for all that is on it; one without an area for a place where nothing is. */
function nameFloors({ floors = [], areas }: Site): Name[] {
  return floors.flatMap((floor) => {
    const on = areas.filter((area) => area.floor === floor.id).map(({ id }) => id);
    return called(floor, { areas: on.length > 0 ? on : [`floor ${floor.id}`] });
  });
}

function nameThing(thing: SiteThing): Name[] {
  return [
    ...called(thing, { things: [thing] }),
    ...thing.properties.flatMap((property) => {
      const properties = [{ thing, property }];
      return [...called(property, { properties }), ...phrases([property.name], { properties })];
    }),
  ];
}

function nameKinds(things: readonly SiteThing[]): Name[] {
  return [ENGLISH_KINDS, CHINESE_KINDS].flatMap((table) =>
    Object.entries(table).flatMap(([kind, words]) =>
      phrases(words.split('|'), {
        kind: things.filter((thing) => thing.kind === kind),
        kinds: [kind],
      }),
    ),
  );
}

function nameRegulators(things: readonly SiteThing[]): Name[] {
  return [ENGLISH_REGULATORS, CHINESE_REGULATORS].flatMap((table) =>
    (['raise', 'lower'] as const).flatMap((lean) =>
      group(
        table[lean],
        things.filter((thing) => leanOf(thing, things) === lean && setpointUnit(thing) === 'Cel'),
      ),
    ),
  );
}

function setpointUnit(thing: SiteThing): string | undefined {
  return thing.properties.find((property) => property.name === 'setpoint')?.unit;
}

function group(words: string, kind: readonly SiteThing[]): Name[] {
  return kind.length === 0 ? [] : phrases(words.split('|'), { kind });
}

function called(
  named: { readonly title: Titles; readonly aliases: Aliases },
  meaning: Partial<Reference>,
): Name[] {
  const { title, aliases } = named;
  return phrases([title.en, title.zh, ...aliases.en, ...aliases.zh], meaning);
}

/** A text in every way it may be said: without its article, in the plural, with its number in words. */
function phrases(texts: readonly (string | undefined)[], meaning: Partial<Reference>): Name[] {
  const reference = { ...NOTHING, ...meaning };
  return texts.flatMap((text) => {
    const phrase = cutName(normalise(text ?? '')?.text ?? '');
    if (phrase.length === 0) return [];
    const said = phrase[0] === 'the' && phrase.length > 1 ? [phrase, phrase.slice(1)] : [phrase];
    return said.flatMap((singular) => [
      ...spellNumbers(singular).map((words) => ({ phrase: words, reference })),
      ...plural(singular).map((words) => ({
        phrase: words,
        reference: { ...reference, many: true },
      })),
    ]);
  });
}

function plural(phrase: readonly string[]): string[][] {
  const last = phrase.at(-1) ?? '';
  if (!/^[a-z]{2,}$/.test(last) || last.endsWith('s')) return [];
  return [[...phrase.slice(0, -1), /(?:ch|sh|x)$/.test(last) ? `${last}es` : `${last}s`]];
}

const DIGIT_WORDS = 'zero one two three four five six seven eight nine'.split(' ');
const DIGIT_CHARACTERS = Array.from('零一二三四五六七八九');

/** "pump 2" is also "pump two", 2号泵 also 二号泵. */
function spellNumbers(phrase: readonly string[]): (readonly string[])[] {
  if (!phrase.some((atom) => /^\d$/.test(atom))) return [phrase];
  return [
    phrase,
    ...[DIGIT_WORDS, DIGIT_CHARACTERS].map((digits) =>
      phrase.map((atom) => (/^\d$/.test(atom) ? (digits[Number(atom)] ?? atom) : atom)),
    ),
  ];
}

function union<Item>(left: readonly Item[], right: readonly Item[]): readonly Item[] {
  if (right.length === 0) return left;
  return [...left, ...right.filter((item) => !left.includes(item))];
}
