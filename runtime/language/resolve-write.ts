/**
 * Finds what an order is about: a mention and a wish → the properties to change. Several that fit
 * are never guessed between.
 */
import type { SiteThing } from '../config/site.ts';
import { changeThing, switchAll, type Change } from './changes.ts';
import { measureRank, type Measure } from './measures.ts';
import { isPlaced, type Mention } from './mentions.ts';
import { addressOf } from './names.ts';
import {
  isCollective,
  isMany,
  isSetpoint,
  partsOf,
  type Setpoint,
  type SiteIndex,
} from './site-index.ts';
import type { Trouble } from './trouble.ts';
import type { Wish } from './wish.ts';

/** What "it" stands for, as `thing.property` or `thing`, most recent last. */
export type Antecedent = readonly string[];

export function resolveWrite(
  mention: Mention,
  wish: Wish,
  index: SiteIndex,
  antecedent: Antecedent,
): Change[] | Trouble {
  if (isImpersonal(mention, wish)) return resolvePlace(mention, wish, index);
  if (contradicts(mention)) return { reason: 'ambiguous' };
  if (mention.subjects.length > 0) return resolveSubject(mention, wish, index);
  if (mention.pronoun !== undefined || !isPlaced(mention))
    return resolvePronoun(mention, wish, index, antecedent);
  if (mention.all && mention.parts.length + mention.measures.length === 0)
    return resolveAll(mention, wish, index);
  return resolvePlace(mention, wish, index);
}

/** "make it warmer in the kitchen": the "it" is nothing. */
function isImpersonal(mention: Mention, wish: Wish): boolean {
  const { pronoun, subjects, areas } = mention;
  return (
    pronoun === 'it' && subjects.length === 0 && areas.length > 0 && isAboutClimate(mention, wish)
  );
}

/** "them greenhouse", "it the pump": one word too many, or another one meant. */
function contradicts({ pronoun, subjects, areas, boards, all }: Mention): boolean {
  const isNamed = subjects.length + areas.length + boards.length > 0;
  return pronoun !== undefined && (isNamed || (all && pronoun === 'it'));
}

function resolveSubject(mention: Mention, wish: Wish, index: SiteIndex): Change[] | Trouble {
  const found = index.subjects(mention, (thing) => change(thing, mention, wish).length > 0);
  const isSeveral = isMany(mention) || isCollective(mention, found);
  if (found.length === 1 || (found.length > 1 && isSeveral))
    return found.flatMap((thing) => change(thing, mention, wish));
  if (found.length > 1) return ambiguous(found, mention);
  const meant = index.subjects(mention, () => true);
  const related = index.setpoints.filter((setpoint) =>
    meant.some((thing) => concerns(setpoint, thing)),
  );
  const changes = isDirect(wish) ? [] : chooseSetpoint(related, wish);
  if ('reason' in changes || changes.length > 0) return changes;
  const things = namedAnywhere(mention);
  if (meant.length > 0) return { reason: 'missing', things };
  return { reason: mention.subjects.length > 1 ? 'ambiguous' : 'unknown', things };
}

function change(thing: SiteThing, mention: Mention, wish: Wish): Change[] {
  const owns = mention.parts.every((part) => part.some((target) => target.thing === thing));
  if (!owns) return [];
  return changeThing(thing, wish, { parts: partsOf(mention, thing), measures: mention.measures });
}

/** "greenhouse 22 degrees" may be a report; only what is named itself is written. */
function isDirect(wish: Wish): boolean {
  return wish.kind === 'switch' || (wish.kind === 'value' && wish.direct === true);
}

/** "keep the heater at 22 °C": the regulator that drives it, or that reads it. */
function concerns(setpoint: Setpoint, thing: SiteThing): boolean {
  return [setpoint.reading, setpoint.output].some((address) => address.startsWith(`${thing.id}.`));
}

function namedAnywhere({ subjects }: Mention): readonly SiteThing[] {
  return subjects.flatMap((subject) => [...subject.things, ...subject.kind]);
}

function ambiguous(things: readonly SiteThing[], { token }: Mention): Trouble {
  return { reason: 'ambiguous', things, ...(token && { token }) };
}

/** "turn it off", "make it warmer"; the "it" of the latter may stand for nothing. */
function resolvePronoun(
  mention: Mention,
  wish: Wish,
  index: SiteIndex,
  antecedent: Antecedent,
): Change[] | Trouble {
  const targets = antecedent.flatMap((address) => index.findTargets(address) ?? []);
  const things = new Set(targets.map((target) => target.thing));
  if (things.size > 1 && mention.pronoun === 'it')
    return { reason: 'ambiguous', things: [...things] };
  const changes = targets.flatMap(({ thing, property }) => {
    const { measures } = mention;
    // "warm it up", after the light was spoken of: the light is nothing that is warmed.
    const isMeant =
      property !== undefined &&
      (measures.length === 0 ||
        measures.some((one) => measureRank(one, thing, property) !== undefined));
    const exact = changeThing(thing, wish, { parts: isMeant ? [property] : [], measures });
    if (exact.length > 0) return exact;
    const whole = changeThing(thing, wish, { parts: [], measures: mention.measures });
    return whole.length > 0 ? whole : regulate(index, thing, wish);
  });
  if (changes.length > 0) return changes;
  return isAboutClimate(mention, wish)
    ? resolvePlace(mention, wish, index)
    : { reason: 'missing', things: [...things] };
}

function regulate(index: SiteIndex, thing: SiteThing, wish: Wish): Change[] {
  if (isDirect(wish)) return [];
  const changes = chooseSetpoint(
    index.setpoints.filter((setpoint) => concerns(setpoint, thing)),
    wish,
  );
  return 'reason' in changes ? [] : changes;
}

/** "warmer", "cool to 20", "keep it below 25 °C" name no thing, and mean the one that fits. */
function isAboutClimate(mention: Mention, wish: Wish): boolean {
  if (mention.measures.length > 0) return true;
  if (wish.kind === 'change') return wish.measure !== undefined;
  return (
    wish.kind === 'value' && (wish.lean !== undefined || wish.unit === 'Cel' || wish.unit === 'F')
  );
}

function resolveAll(mention: Mention, wish: Wish, index: SiteIndex): Change[] | Trouble {
  if (wish.kind !== 'switch') return { reason: 'missing' };
  const changes = index.within(mention).flatMap((thing) => switchAll(thing, wish));
  return changes.length > 0 ? changes : { reason: 'missing', areas: mention.areas };
}

/** Only a place, a property or a measure: "keep the greenhouse at 22 °C", "raise the temperature". */
function resolvePlace(mention: Mention, wish: Wish, index: SiteIndex): Change[] | Trouble {
  const measures = measuresOf(mention, wish);
  if (wish.kind === 'switch' && mention.parts.length === 0)
    return { reason: 'ambiguous', areas: mention.areas };
  const isNamed = measures.length + mention.parts.length > 0;
  if (wish.kind === 'change' && !isNamed && wish.unit === undefined)
    return { reason: 'missing', areas: mention.areas };
  const able = index
    .within(mention)
    .filter((thing) => !thing.properties.some(isSetpoint))
    .filter((thing) => isNamed && change(thing, { ...mention, measures }, wish).length > 0);
  if (able.length > 1 && !mention.all && !isCollective(mention, able))
    return { reason: 'ambiguous', things: able };
  if (able.length > 0)
    return able.flatMap((thing) => change(thing, { ...mention, measures }, wish));
  if (isDirect(wish)) return { reason: 'missing', areas: mention.areas };
  const setpoints = index.setpoints.filter(
    (setpoint) =>
      index.within(mention).includes(setpoint.target.thing) &&
      regulates(setpoint, mention, measures),
  );
  const changes = chooseSetpoint(setpoints, wish);
  return 'reason' in changes || changes.length > 0
    ? changes
    : { reason: 'missing', areas: mention.areas };
}

function measuresOf(mention: Mention, wish: Wish): readonly Measure[] {
  if (mention.measures.length > 0) return mention.measures;
  if (mention.areas.length > 0 && mention.parts.length === 0 && isOfLight(wish))
    return [wish.unit === 'color' ? 'color' : 'brightness'];
  return wish.kind === 'change' && wish.measure !== undefined ? [wish.measure] : [];
}

/** "bedroom 50 %", "bedroom red": what else of a whole room is dimmed, or coloured? */
function isOfLight(wish: Wish): wish is Extract<Wish, { kind: 'value' }> {
  return wish.kind === 'value' && ['%', 'fraction', 'color'].includes(wish.unit ?? '');
}

function regulates(
  { target, reading }: Setpoint,
  mention: Mention,
  measures: readonly Measure[],
): boolean {
  const { thing, property } = target;
  const isRead = mention.parts.every((part) =>
    part.some((one) => addressOf(one) === reading || one.property === property),
  );
  return isRead && measures.every((measure) => measureRank(measure, thing, property) !== undefined);
}

/** What raises is meant where nothing says otherwise; °C where a bare number could be anything. */
function chooseSetpoint(setpoints: readonly Setpoint[], wish: Wish): Change[] | Trouble {
  const able = setpoints.filter((setpoint) => setpointChange(setpoint, wish).length > 0);
  const lean = wish.kind === 'value' && wish.lean !== undefined ? wish.lean : 'raise';
  const leaning = prefer(able, (setpoint) => setpoint.lean === lean);
  const best = prefer(leaning, (setpoint) => setpoint.target.property.unit === 'Cel');
  if (best.length > 1) return { reason: 'ambiguous', things: best.map((one) => one.target.thing) };
  return best.flatMap((setpoint) => setpointChange(setpoint, wish));
}

function prefer<Item>(items: readonly Item[], isBetter: (item: Item) => boolean): readonly Item[] {
  const better = items.filter(isBetter);
  return better.length > 0 ? better : items;
}

function setpointChange({ target }: Setpoint, wish: Wish): Change[] {
  const plain = wish.kind === 'change' ? withoutMeasure(wish) : wish;
  return changeThing(target.thing, plain, { parts: [target.property], measures: [] });
}

/** The setpoint was chosen by its measure already. */
function withoutMeasure(wish: Extract<Wish, { kind: 'change' }>): Wish {
  const { measure: _, ...rest } = wish;
  return rest;
}
