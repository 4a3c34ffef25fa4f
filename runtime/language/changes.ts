/** One wish on one thing → which of its properties is to be what. Nothing here knows words. */
import { isButton } from '../config/button.ts';
import type { SiteProperty, SiteThing } from '../config/site.ts';
import { USUAL_STEP, measureRank, type Measure } from './measures.ts';
import { addressOf, regulatorOf } from './names.ts';
import type { Wish } from './wish.ts';

/** The part of a `set` that the wish decides. */
export type Change =
  | { readonly target: string; readonly value: boolean | number }
  | { readonly target: string; readonly change: number };

/** What the sentence said about the property, beside the thing. */
export interface Detail {
  readonly parts: readonly SiteProperty[];
  readonly measures: readonly Measure[];
}

/** Empty when the thing cannot do that. */
export function changeThing(thing: SiteThing, wish: Wish, detail: Detail): Change[] {
  if (!detail.measures.every((measure) => hasMeasure(thing, measure))) return [];
  const writable = thing.properties.filter((property) => property.writable);
  const named = writable.filter((property) => isNamed(thing, property, detail));
  const isDetailed = detail.parts.length + detail.measures.length > 0;
  switch (wish.kind) {
    case 'switch':
      // To turn a lock on is to lock it for some, and to open it for others.
      if (thing.kind === 'lock' && wish.opens !== true) return [];
      // Who wants a heater open means another thing, or says it wrong: to close it is to switch it off.
      if (wish.isOpened === true && NEVER_OPENED.has(thing.kind)) return [];
      if (wish.stops === true && moves(thing)) return stopOf(thing);
      return one(thing, isDetailed && named.length > 0 ? named : writable, (properties) =>
        switchOf(properties, wish.on),
      );
    case 'value': {
      const changes = one(thing, isDetailed ? named : writable, (found) => valueOf(found, wish));
      const switches = wish.on && changes.length > 0 ? writable.filter(isSwitch) : [];
      return [...changes, ...one(thing, switches, (found) => switchOf(found, true))];
    }
    case 'change':
      if (isPulled(thing, wish))
        return one(thing, writable, (properties) => switchOf(properties, wish.sign > 0));
      return one(thing, isDetailed ? named : writable, (properties) =>
        changeOf(thing, properties, wish),
      );
  }
}

/** "pump price on": a pump has no price, and who speaks of one does not mean its switch. */
function hasMeasure(thing: SiteThing, measure: Measure): boolean {
  return thing.properties.some((one) => measureRank(measure, thing, one) !== undefined);
}

/** "raise the blinds": what hangs is meant all the way, unless it is said how far. */
function isPulled({ kind }: SiteThing, wish: Extract<Wish, { kind: 'change' }>): boolean {
  return PULLED.has(kind) && wish.amount === undefined && wish.isLittle !== true;
}

/** It travels: to stop it is neither to open nor to close it. */
function moves({ kind, properties }: SiteThing): boolean {
  return PULLED.has(kind) || TRAVELS.has(kind) || properties.some(isStop);
}

/** All it has: who says "stop" does not mean one of two wings. Empty where nothing can stop it. */
function stopOf(thing: SiteThing): Change[] {
  return thing.properties
    .filter(isStop)
    .map((property) => ({ target: addressOf({ thing, property }), value: true }));
}

/** As devices behind MQTT call it, a second one with a number. */
function isStop(property: SiteProperty): boolean {
  return isButton(property) && /^stop(?:-\d+)?$/.test(property.name);
}

/** In no language is it opened that they should run. */
const NEVER_OPENED = new Set([
  ...['pump', 'light', 'lamp', 'heater', 'fan', 'motor', 'compressor', 'siren', 'machine'],
  ...['humidifier', 'dehumidifier', 'conveyor', 'mixer', 'oven', 'boiler', 'cooler', 'charger'],
]);
const TRAVELS = new Set(['door', 'window', 'cover', 'vent']);
const PULLED = new Set(['curtain', 'blind', 'shade', 'shutter', 'awning', 'gate', 'garage-door']);

/** What "everything off" means for one thing: its switch, and a regulator's activity; "stop" also halts what moves. */
export function switchAll(
  thing: SiteThing,
  { on, stops }: Extract<Wish, { kind: 'switch' }>,
): Change[] {
  const halted = stops === true ? stopOf(thing) : [];
  const switched = thing.properties
    .filter((property) => property.writable && property.type === 'boolean')
    .filter((property) => isSwitch(property) || (!on && regulatorOf(property) !== undefined))
    .map((property) => ({ target: addressOf({ thing, property }), value: on }));
  return [...halted, ...switched];
}

/**
 * What on and off are said of: `power` or `on`, what opens, the only one that can be switched, how far
 * it is open, what is only seen. Of several that can be switched none is guessed, and a button is
 * never meant unless it is named.
 */
export function switchable(properties: readonly SiteProperty[]): SiteProperty | undefined {
  const booleans = properties.filter((each) => each.type === 'boolean' && !isButton(each));
  const main = booleans.find(isSwitch) ?? booleans.find(isOpening);
  const driven = booleans.filter(({ writable }) => writable);
  if (main !== undefined || driven.length > 0)
    return main ?? (driven.length === 1 ? driven[0] : undefined);
  const share = properties.find((each) => each.writable && isShare(each));
  return share ?? booleans[0] ?? properties.find(isShare);
}

/** Not the contact of a window beside the motor that opens it. */
function isOpening({ name, words, writable }: SiteProperty): boolean {
  return writable && name === 'open' && (words === 'open-closed' || words === 'unlocked-locked');
}

export function isSwitch(property: SiteProperty): boolean {
  return property.type === 'boolean' && (property.name === 'power' || property.name === 'on');
}

function isNamed(thing: SiteThing, property: SiteProperty, detail: Detail): boolean {
  return (
    detail.parts.includes(property) ||
    detail.measures.some((measure) => measureRank(measure, thing, property) !== undefined)
  );
}

/** What remains of a change once its property is known. */
type Amount = { readonly value: boolean | number } | { readonly change: number };

interface Choice {
  readonly property: SiteProperty;
  readonly amount: Amount;
}

function one(
  thing: SiteThing,
  properties: readonly SiteProperty[],
  choose: (properties: readonly SiteProperty[]) => Choice | undefined,
): Change[] {
  const choice = choose(properties);
  if (choice === undefined) return [];
  return [{ target: addressOf({ thing, property: choice.property }), ...choice.amount }];
}

function switchOf(properties: readonly SiteProperty[], on: boolean): Choice | undefined {
  const property = switchable(properties) ?? onlyButton(properties, on);
  if (property === undefined) return undefined;
  const [low, high] = property.range ?? [0, 100];
  return { property, amount: { value: property.type === 'boolean' ? on : on ? high : low } };
}

/** It is all there is, or was named; it lets go by itself, and so it is only pressed. */
function onlyButton(properties: readonly SiteProperty[], on: boolean): SiteProperty | undefined {
  const [only, other] = properties;
  return on && only !== undefined && other === undefined && isButton(only) ? only : undefined;
}

function valueOf(
  properties: readonly SiteProperty[],
  wish: Extract<Wish, { kind: 'value' }>,
): Choice | undefined {
  for (const property of properties) {
    const value = convert(property, wish.amount, wish.unit);
    if (value !== undefined) return { property, amount: { value } };
  }
  return undefined;
}

function changeOf(
  thing: SiteThing,
  properties: readonly SiteProperty[],
  wish: Extract<Wish, { kind: 'change' }>,
): Choice | undefined {
  for (const property of properties) {
    const { measure } = wish;
    if (property.type === 'boolean') continue;
    if (measure !== undefined && measureRank(measure, thing, property) === undefined) continue;
    const size = stepOf(property, wish.amount, wish.unit);
    if (size !== undefined) return { property, amount: { change: wish.sign * size } };
  }
  return undefined;
}

function stepOf(
  property: SiteProperty,
  amount: number | undefined,
  unit: string | undefined,
): number | undefined {
  if (amount === undefined) return USUAL_STEP[property.unit ?? ''];
  if (unit === 'fraction') return isShare(property) ? amount * 100 : undefined;
  if (unit === 'F') return property.unit === 'Cel' ? round((amount * 5) / 9) : undefined;
  return fits(property, unit) ? amount : undefined;
}

/** The amount in the property's own unit; undefined when it is in another one. */
function convert(property: SiteProperty, amount: number, unit?: string): number | undefined {
  if (property.type === 'boolean') return undefined;
  if (unit === 'fraction') return fractionOf(property, amount);
  if (unit === 'F') return property.unit === 'Cel' ? round(((amount - 32) * 5) / 9) : undefined;
  return fits(property, unit) ? amount : undefined;
}

/** "half" is said of a share; "maximum" and "minimum" of all that has a range. */
function fractionOf(property: SiteProperty, part: number): number | undefined {
  const range = property.range ?? (isShare(property) ? ([0, 100] as const) : undefined);
  const isEnd = part === 0 || part === 1;
  if (range === undefined || (!isShare(property) && !isEnd)) return undefined;
  return round(isEnd ? range[part] : Math.max(range[0], Math.min(range[1], part * 100)));
}

function fits(property: SiteProperty, unit: string | undefined): boolean {
  const isColor = property.name === COLOR;
  if (isColor || unit === COLOR) return isColor && unit === COLOR;
  return unit === undefined || unit === property.unit || (unit === '%' && property.unit === '%RH');
}

/** Both the property, and the unit of a colour that was named. */
const COLOR = 'color';

function isShare(property: SiteProperty): boolean {
  return property.type === 'number' && property.unit === '%';
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
