/** Looks things and properties up in the site: by mention, by what they measure, by what they regulate. */
import type { Site, SiteProperty, SiteThing } from '../config/site.ts';
import { parseAddress } from '../core/reading.ts';
import { measureRank, type Lean, type Measure } from './measures.ts';
import type { Mention } from './mentions.ts';
import { leanOf, regulatorOf, type Reference, type Target } from './names.ts';

export interface Setpoint {
  readonly target: Target;
  readonly lean: Lean;
  /** Addresses of what is measured and what is driven. */
  readonly reading: string;
  readonly output: string;
}

export class SiteIndex {
  readonly things: readonly SiteThing[];
  readonly setpoints: readonly Setpoint[];
  readonly areas: Site['areas'];
  readonly #seen: ReadonlySet<SiteProperty>;

  constructor(site: Site) {
    this.areas = site.areas;
    this.things = site.boards.flatMap((board) => board.things);
    this.#seen = new Set(site.boards.flatMap(seenOn));
    this.setpoints = this.things.flatMap((thing) => setpointsOf(thing, this.things));
  }

  /** A thing or property that is there to be looked at, asked in whatever words: of a thing, all of it. */
  isSeen(thing: SiteThing, property: SiteProperty | undefined): boolean {
    if (property !== undefined) return this.#seen.has(property) || isPresence(property);
    const { kind, properties } = thing;
    const isAllSeen = properties.length > 0 && properties.every((one) => this.#seen.has(one));
    return kind === 'camera' || isAllSeen;
  }

  findThing(id: string): SiteThing | undefined {
    return this.things.find((thing) => thing.id === id);
  }

  /** `pump.power`, or `pump`. */
  findTargets(address: string): { thing: SiteThing; property?: SiteProperty } | undefined {
    const parsed = parseAddress(address);
    const thing = this.findThing(parsed?.thing ?? address);
    const property = thing?.properties.find((candidate) => candidate.name === parsed?.property);
    return thing && { thing, ...(property && { property }) };
  }

  /** The things a mention's places leave; all where it names none. */
  within(mention: Mention): readonly SiteThing[] {
    return this.things.filter((thing) => isWithin(mention, thing));
  }

  /** What a mention's subject may be, exact names before kinds; only what `fits` counts. "gas sensor" is both. */
  subjects(mention: Mention, fits: (thing: SiteThing) => boolean): readonly SiteThing[] {
    const [subject, ...others] = mention.subjects;
    if (subject === undefined) return [];
    const isMeant = (thing: SiteThing): boolean =>
      isWithin(mention, thing) && fits(thing) && others.every((other) => covers(other, thing));
    const exact = subject.things.filter(isMeant);
    const kind = subject.kind.filter(isMeant);
    if (isMany(mention)) return [...new Set([...exact, ...kind])];
    return exact.length > 0 ? exact : kind;
  }

  /** What reads a measure best among some things; setpoints do not measure. */
  measured(measure: Measure, things: readonly SiteThing[]): Target[] {
    const ranked = things.flatMap((thing) =>
      thing.properties.flatMap((property) => {
        const rank = isSetpoint(property) ? undefined : measureRank(measure, thing, property);
        return rank === undefined ? [] : [{ rank, target: { thing, property } }];
      }),
    );
    const best = Math.min(...ranked.map((entry) => entry.rank));
    return ranked.filter((entry) => entry.rank === best).map((entry) => entry.target);
  }

  /** The board that is named, or the only one in the named area. */
  boardOf(mention: Mention): string | undefined {
    if (mention.boards[0] !== undefined) return mention.boards[0];
    const boards = new Set(this.within(mention).map((thing) => thing.board));
    return mention.areas.length > 0 && boards.size === 1 ? [...boards][0] : undefined;
  }
}

/** Says whether somebody is there. */
export function isPresence({ words, type }: SiteProperty): boolean {
  return words === 'somebody-nobody' && type === 'boolean';
}

/** What a part says that takes pictures, or looks through what does. */
function seenOn({ parts, things }: Site['boards'][number]): readonly SiteProperty[] {
  const seeing = new Set(parts.filter(({ sees }) => sees === true).map(({ name }) => name));
  const properties = things.flatMap((thing) => thing.properties);
  return properties.filter(({ source }) => source.kind === 'part' && seeing.has(source.part));
}

export function isMany(mention: Mention): boolean {
  return mention.all || mention.pronoun === 'them' || mention.subjects.some((one) => one.many);
}

/** A mention's own property words, as far as this thing has them. */
export function partsOf(mention: Mention, thing: SiteThing): readonly SiteProperty[] {
  return mention.parts.flatMap((part) =>
    part.filter((target) => target.thing === thing).map((target) => target.property),
  );
}

function covers(reference: Reference, thing: SiteThing): boolean {
  return reference.things.includes(thing) || reference.kind.includes(thing);
}

function isWithin(mention: Mention, thing: SiteThing): boolean {
  const { areas, boards } = mention;
  return (
    (areas.length === 0 || areas.includes(thing.area)) &&
    (boards.length === 0 || boards.includes(thing.board))
  );
}

/** What is held, and not measured. */
export function isSetpoint(property: SiteProperty): boolean {
  const isOfPart = property.name === 'setpoint' && property.writable;
  return isOfPart || regulatorOf(property) !== undefined;
}

function setpointsOf(thing: SiteThing, things: readonly SiteThing[]): Setpoint[] {
  return thing.properties.filter(isSetpoint).flatMap((property) => {
    const target = { thing, property };
    const regulator = regulatorOf(property);
    // A thermostat that regulates by itself: what it reads and drives is its own affair.
    const own = `${thing.id}.temperature`;
    if (regulator === undefined) return [{ target, lean: 'raise', reading: own, output: own }];
    if (property.source.kind !== 'regulator' || property.source.role !== 'setpoint') return [];
    const { reading, output } = regulator;
    return [
      {
        ...{ target, lean: leanOf(thing, things) ?? 'raise' },
        reading: `${reading.thing}.${reading.property}`,
        output: `${output.thing}.${output.property}`,
      },
    ];
  });
}

/** Several of these in one place are meant with one word: "the kitchen light", "das Licht im Flur". */
const COLLECTIVE = new Set([
  ...['light', 'fan', 'curtain', 'blind', 'shade', 'shutter', 'awning', 'cover', 'window', 'vent'],
]);

/** Whether a place and a kind are said, and all of that kind there can be meant. */
export function isCollective(mention: Mention, found: readonly SiteThing[]): boolean {
  return mention.areas.length > 0 && found.every(({ kind }) => COLLECTIVE.has(kind));
}
