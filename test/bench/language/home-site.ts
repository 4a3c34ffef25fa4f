/**
 * Someone else's home → a site of ours: each entity becomes a thing of the kind that a person would
 * declare for it, with the properties that the runtime itself gives to such a device behind MQTT
 * (`runtime/mesh/devices`), and one kind more for each class of cover. What it does not drive
 * (media players, vacuum cleaners, lists, weather) is left out.
 */
import type { Site, SiteProperty, SiteThing } from '../../../runtime/config/site.ts';
import {
  BINARY_CLASSES,
  conversionOf,
  SENSOR_CLASSES,
} from '../../../runtime/mesh/devices/quantities.ts';
import { classOf, domainOf, type Entity, type Home } from './home.ts';

/** An entity and what became of it. */
export interface Placed {
  readonly entity: Entity;
  readonly thing: SiteThing;
  readonly floor: string | undefined;
}

export interface HomeSite {
  readonly site: Site;
  readonly placed: readonly Placed[];
}

const COVERS: Readonly<Record<string, string>> = { garage: 'garage-door' };

/** Binary sensors that people call by what they are fixed to. */
const OPENINGS: Readonly<Record<string, string>> = {
  door: 'door',
  garage_door: 'garage-door',
  window: 'window',
  opening: 'opening',
};

/** @param language of the names: a site of ours has its titles in the languages that are spoken there */
export function homeSite({ floors, areas, entities }: Home, language: string): HomeSite {
  const called = (name: string): Pick<SiteThing, 'title' | 'aliases'> => titled(name, language);
  const placed = entities.flatMap((entity, index): Placed[] => {
    const form = formOf(entity);
    if (form === undefined) return [];
    const area = areas.find(({ id }) => id === entity.area);
    const where = { area: area?.id ?? 'nowhere', role: 'operator' } as const;
    const thing = {
      id: `e${String(index + 1)}`,
      board: 'hub',
      ...called(entity.name),
      ...where,
      ...form,
    };
    return [{ entity, thing, floor: area?.floor }];
  });
  const site: Site = {
    id: 'home',
    title: 'Home',
    language: 'en',
    timezone: 'Europe/Berlin',
    areas: [
      ...areas.map(({ id, name, floor }) => ({ id, ...called(name), floor })),
      { id: 'nowhere', ...titled('nowhere at all', 'en') },
    ],
    floors: floors.map(({ id, name }) => ({ id, ...called(name) })),
    boards: [
      {
        id: 'hub',
        model: 'sim',
        title: { en: 'Hub of the home' },
        parts: [],
        things: placed.map(({ thing }) => thing),
      },
    ],
    discovered: {},
    platforms: [],
    people: [],
    warnings: [],
  };
  return { site, placed };
}

interface Form {
  readonly kind: string;
  readonly properties: readonly SiteProperty[];
}

function formOf(entity: Entity): Form | undefined {
  const className = classOf(entity);
  switch (domainOf(entity)) {
    case 'light':
      return { kind: 'light', properties: [power(), level(), color()] };
    case 'switch':
      return { kind: 'switch', properties: [power()] };
    case 'fan':
      return { kind: 'fan', properties: [power()] };
    case 'scene':
    case 'script':
      return { kind: 'scene', properties: [power()] };
    case 'valve':
      return { kind: 'valve', properties: [position()] };
    case 'cover':
      return { kind: COVERS[className ?? ''] ?? className ?? 'cover', properties: [position()] };
    case 'lock':
      return { kind: 'lock', properties: [switchable('open', 'open-closed')] };
    case 'climate':
      return { kind: 'thermostat', properties: [measured('temperature', 'Cel'), setpoint()] };
    case 'person':
      return { kind: 'person', properties: [sensed('home', 'yes-no')] };
    case 'temperature':
    case 'sensor':
      return { kind: 'sensor', properties: [reading(entity, className)] };
    case 'binary_sensor':
      return binary(className ?? 'on');
    default:
      return undefined;
  }
}

function binary(className: string): Form {
  const opening = OPENINGS[className];
  if (opening !== undefined) return { kind: opening, properties: [sensed('open', 'open-closed')] };
  const known = BINARY_CLASSES[className];
  const name = known?.name ?? NAMES[className] ?? className;
  return { kind: 'sensor', properties: [sensed(name, known?.words ?? 'yes-no')] };
}

/** What true means of the classes that devices behind MQTT have no word for here. */
const NAMES: Readonly<Record<string, string>> = {
  battery_charging: 'charging',
  carbon_monoxide: 'co',
  connectivity: 'connected',
  heat: 'hot',
  power: 'powered',
  safety: 'unsafe',
};

function reading({ attributes }: Entity, className: string | undefined): SiteProperty {
  const given = attributes['unit_of_measurement'];
  const written = typeof given === 'string' ? given : undefined;
  const { unit } = conversionOf(written, className, () => true);
  const otherwise = className ?? (unit === 'Cel' ? 'temperature' : 'value');
  const name = SENSOR_CLASSES[className ?? '']?.name ?? otherwise.replaceAll('_', '-');
  return measured(name, unit);
}

const PROPERTY = {
  aliases: { en: [], zh: [] },
  everyMs: 5_000,
  staleAfterMs: 15_000,
  faultyAfterMs: 60_000,
  settleMs: 0,
  tolerance: 0,
  onRestart: 'safe',
  interlocks: [],
} as const;

function property(
  name: string,
  more: Pick<SiteProperty, 'type' | 'writable' | 'safe'> & Partial<SiteProperty>,
): SiteProperty {
  const source = { kind: 'part', part: name, channel: name } as const;
  // A title that nobody says: the names of properties must not help to understand a sentence.
  return { ...PROPERTY, name, title: { en: `property ${name}` }, words: 'on-off', source, ...more };
}

function switchable(name: string, words: SiteProperty['words']): SiteProperty {
  return property(name, { type: 'boolean', writable: true, safe: false, words });
}

function sensed(name: string, words: SiteProperty['words']): SiteProperty {
  return property(name, { type: 'boolean', writable: false, safe: false, words });
}

function measured(name: string, unit: string | undefined): SiteProperty {
  return property(name, { type: 'number', writable: false, safe: 0, ...(unit && { unit }) });
}

function power(): SiteProperty {
  return switchable('power', 'on-off');
}

function level(): SiteProperty {
  return share('level', [1, 100]);
}

function position(): SiteProperty {
  return share('position', [0, 100]);
}

function share(name: string, range: readonly [number, number]): SiteProperty {
  return property(name, { type: 'number', writable: true, safe: 0, unit: '%', range });
}

function color(): SiteProperty {
  return property('color', { type: 'number', writable: true, safe: 0, range: [0, 0xffffff] });
}

function setpoint(): SiteProperty {
  return property('setpoint', {
    type: 'number',
    writable: true,
    safe: 20,
    unit: 'Cel',
    range: [0, 60],
  });
}

function titled(name: string, language: string): Pick<SiteThing, 'title' | 'aliases'> {
  const own = { [language.startsWith('zh') ? 'zh' : language]: name };
  return { title: { en: UNSAID, ...own }, aliases: { en: [], zh: [] } };
}

/** The English title that a site must have, where nobody speaks English. */
const UNSAID = 'without an english name';
