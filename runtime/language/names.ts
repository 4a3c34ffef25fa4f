/**
 * The site as people name it: titles, aliases and ids of things, properties, areas and boards, and
 * the words for their kinds. Names are data; one that consists of the grammar's own words and would
 * hide a "not" or an "if" is left out, and the thing answers to its id.
 */
import type { Aliases, Site, SiteProperty, SiteThing, Titles } from '../config/site.ts';
import { formatAddress } from '../core/reading.ts';
import { cutName } from './atoms.ts';
import type { LanguagePack } from './lexicon/language-pack.ts';
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
export function nameSite(
  site: Site,
  packs: readonly LanguagePack[],
): Record<'spoken' | 'addresses' | 'ids', readonly Name[]> {
  const things = site.boards.flatMap((board) => board.things);
  const spoken = packs.flatMap((pack) => nameIn(site, things, pack));
  return {
    spoken,
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

function nameIn(site: Site, things: readonly SiteThing[], pack: LanguagePack): Name[] {
  return [
    ...site.areas.flatMap((area) => called(area, { areas: [area.id] }, pack)),
    ...nameFloors(site, pack),
    ...site.boards.flatMap(({ id, title }) =>
      phrases([titleIn(title, pack)], { boards: [id] }, pack),
    ),
    ...things.flatMap((thing) => nameThing(thing, pack)),
    ...nameKinds(things, pack),
    ...nameRegulators(things, pack),
  ];
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
function nameFloors({ floors = [], areas }: Site, pack: LanguagePack): Name[] {
  return floors.flatMap((floor) => {
    const on = areas.filter((area) => area.floor === floor.id).map(({ id }) => id);
    return called(floor, { areas: on.length > 0 ? on : [`floor ${floor.id}`] }, pack);
  });
}

function nameThing(thing: SiteThing, pack: LanguagePack): Name[] {
  return [
    ...called(thing, { things: [thing] }, pack),
    ...thing.properties.flatMap((property) => {
      const properties = [{ thing, property }];
      return [
        ...called(property, { properties }, pack),
        ...phrases([property.name], { properties }, pack),
      ];
    }),
  ];
}

function nameKinds(things: readonly SiteThing[], pack: LanguagePack): Name[] {
  return pack.kinds.flatMap(([kind, words, plurals]) => {
    const meaning = { kind: things.filter((thing) => thing.kind === kind), kinds: [kind] };
    return [
      ...phrases(words.split('|'), meaning, pack),
      ...phrases(plurals?.split('|') ?? [], { ...meaning, many: true }, pack),
    ];
  });
}

/** A kind that a verb already means: "light up". */
export function referToKind(kind: string, site: Site): Reference {
  const things = site.boards.flatMap((board) => board.things);
  return {
    ...NOTHING,
    kind: things.filter((thing) => thing.kind === kind),
    kinds: [kind],
    many: true,
  };
}

function nameRegulators(things: readonly SiteThing[], pack: LanguagePack): Name[] {
  return (['raise', 'lower'] as const).flatMap((lean) => {
    const kind = things.filter(
      (thing) => leanOf(thing, things) === lean && setpointUnit(thing) === 'Cel',
    );
    return kind.length === 0 ? [] : phrases(pack.regulators[lean].split('|'), { kind }, pack);
  });
}

function setpointUnit(thing: SiteThing): string | undefined {
  return thing.properties.find((property) => property.name === 'setpoint')?.unit;
}

function called(
  { title, aliases }: { readonly title: Titles; readonly aliases: Aliases },
  meaning: Partial<Reference>,
  pack: LanguagePack,
): Name[] {
  return phrases([titleIn(title, pack), ...(aliases[pack.titles] ?? [])], meaning, pack);
}

/** Of a language that a site has no titles in, its English ones. */
function titleIn(title: Titles, { titles }: LanguagePack): string | undefined {
  return titles === 'en' || titles === 'zh' ? title[titles] : (title[titles] ?? title.en);
}

/** A text in every way it may be said: without its article, in the plural, with its number in words. */
function phrases(
  texts: readonly (string | undefined)[],
  meaning: Partial<Reference>,
  { forms }: Pick<LanguagePack, 'forms'> = {},
): Name[] {
  const reference = { ...NOTHING, ...meaning };
  return texts.flatMap((text) => {
    const phrase = cutName(normalise(text ?? '')?.text ?? '');
    if (phrase.length === 0) return [];
    const said = phrase[0] === 'the' && phrase.length > 1 ? [phrase, phrase.slice(1)] : [phrase];
    return said.flatMap((singular) => [
      ...spellNumbers(singular).map((words) => ({ phrase: words, reference })),
      ...(forms?.(singular) ?? []).map((form) => ({
        phrase: form.phrase,
        reference: { ...reference, many: reference.many || form.many },
      })),
    ]);
  });
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
