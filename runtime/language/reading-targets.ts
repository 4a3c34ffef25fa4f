/** Finds what a question is about: a mention → things, and those of their properties that the words point at. */
import type { SiteProperty, SiteThing } from '../config/site.ts';
import { isSwitch, switchable } from './changes.ts';
import { MEASURE_OF_UNIT, type Measure } from './measures.ts';
import type { Mention } from './mentions.ts';
import { regulatorOf, type Target } from './names.ts';
import { partsOf, type SiteIndex } from './site-index.ts';
import type { Focus } from './understanding.ts';

/** A property, or the whole thing. */
export interface Meant {
  readonly thing: SiteThing;
  readonly property?: SiteProperty;
}

export interface Asked {
  readonly state: boolean | undefined;
  /** Of the number it is compared with. */
  readonly unit: string | undefined;
}

export function readTargets(
  spoken: Mention,
  asked: Asked,
  index: SiteIndex,
  focus: Focus | undefined,
): Meant[] {
  const mention = withMeasure(spoken, asked.unit);
  if (mention.stated !== undefined) return readStated(mention, mention.stated, index, focus);
  const named = alike(namedThings(mention, index, focus), mention, asked);
  if (named.length > 0) return named.flatMap((meant) => detail(meant, mention, asked, index));
  return mention.subjects.length > 0 ? [] : readPlace(mention, asked, index);
}

/** "are any devices connected?", "is the phone charging?": of what can say so, and of nothing else. */
function readStated(
  mention: Mention,
  stated: Measure,
  index: SiteIndex,
  focus: Focus | undefined,
): Meant[] {
  const named = namedThings(mention, index, focus).map(({ thing }) => thing);
  const isNamed = mention.subjects.length > 0 || named.length > 0;
  const things = isNamed ? named : index.within(mention);
  return index.measured(stated, things).filter(({ property }) => property.type === 'boolean');
}

/** "which lights are on?" is not about a light sensor; "are all lights detected?" is about nothing else. */
function alike(
  named: readonly Meant[],
  { facet, measures }: Mention,
  { state }: Asked,
): readonly Meant[] {
  if (state === undefined || named.length < 2) return named;
  const fits = named.filter(({ thing }) => {
    const property = switchable(thing.properties);
    if (property === undefined) return false;
    if (measures.length > 0) return property.type === 'boolean';
    if (facet === 'opening') return property.words === 'open-closed' && thing.kind !== 'lock';
    return property.writable === (facet !== 'detection');
  });
  return fits.length > 0 ? fits : named;
}

/** "is it above 25 degrees?" names a measure by its unit. */
function withMeasure(mention: Mention, unit: string | undefined): Mention {
  const measure = unit === undefined ? undefined : MEASURE_OF_UNIT[unit];
  if (measure === undefined || mention.measures.length + mention.parts.length > 0) return mention;
  return { ...mention, measures: [measure] };
}

/** No thing is named: a property, a measure, a unit or a state in some place, or all that is there. */
function readPlace(mention: Mention, asked: Asked, index: SiteIndex): Meant[] {
  const things = index.within(mention);
  const properties = partsWithin(mention, index, asked);
  if (mention.measures.length + mention.parts.length > 0) return properties;
  if (asked.unit !== undefined) return readingsIn(asked.unit, things);
  if (mention.pronoun !== undefined) return [];
  const unregulated = things.filter((thing) => !thing.properties.some(regulatorOf));
  return asked.state === undefined
    ? unregulated.map((thing) => ({ thing }))
    : switches(unregulated);
}

/** The things themselves, or the properties where only those are named. */
export function meantThings(mention: Mention, index: SiteIndex, focus: Focus | undefined): Meant[] {
  const named = namedThings(mention, index, focus);
  if (named.length > 0 || mention.subjects.length > 0) return named;
  return partsWithin(mention, index);
}

/** What is measured, or what is called so where nothing measures it. */
function partsWithin(mention: Mention, index: SiteIndex, asked?: Asked): Meant[] {
  const things = index.within(mention);
  const found = mention.measures.flatMap((measure) => index.measured(measure, things));
  const measured = asked?.state === undefined ? found : sensed(found);
  const parts = mention.parts.flat().filter(({ thing }) => things.includes(thing));
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
  const found = mention.measures.flatMap((measure) => index.measured(measure, [thing]));
  const measured = asked.state === undefined ? found : sensed(found);
  if (measured.length > 0) return measured;
  if (parts.length > 0) return parts.map((part) => ({ thing, property: part }));
  if (mention.measures.length + mention.parts.length > 0) return [];
  if (asked.unit !== undefined) return readingsIn(asked.unit, [thing]);
  const state = asked.state === undefined ? undefined : (property ?? switchable(thing.properties));
  const meant = state ?? property;
  return [{ thing, ...(meant && { property: meant }) }];
}

/** Of a number it is not asked whether it is so, where something says just that. */
function sensed(found: Target[]): Target[] {
  const booleans = found.filter(({ property }) => property.type === 'boolean');
  return booleans.length > 0 ? booleans : found;
}

/** Of what is measured in `%`, only the unit is known. */
function readingsIn(unit: string, things: readonly SiteThing[]): Meant[] {
  return things.flatMap((thing) =>
    thing.properties
      .filter((property) => property.unit === unit && !regulatorOf(property))
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
