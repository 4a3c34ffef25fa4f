/** What a row asks for, in our own terms: which things, which values, or nothing at all. */
import type { Site } from '../../../runtime/config/site.ts';
import type { Act } from '../../../runtime/language/understanding.ts';
import type { Entity, Row } from './home.ts';
import { classOf, domainOf } from './home.ts';
import type { HomeSite, Placed } from './home-site.ts';

export interface Meaning {
  readonly act: Act;
  /** Of `read` and `write`: what the row's name, place, domain and class leave of the home. */
  readonly things: readonly Placed[];
  /** The same in the area where the speaker stands, which the sentence does not mention. */
  readonly near?: readonly Placed[];
  /** What each of them is to be, or is asked to be; absent: its state is asked. */
  readonly value?: boolean | number;
  /** Which property a value is meant for, where it is not how far it is on or open. */
  readonly property?: 'level' | 'color' | 'setpoint' | 'position' | 'temperature';
  /** Where the row has a word for it; what is not mentioned is only where the speaker stands. */
  readonly areas?: readonly string[];
  readonly kinds?: readonly string[];
  /** The row says only "covers", or only a place, and the sentence perhaps of what kind. */
  readonly anyClass?: true;
  /** Not now: what exactly, the row does not take apart. */
  readonly later?: true;
  readonly timer?: TimerMeaning;
  readonly topic?: 'time' | 'nevermind';
}

export interface TimerMeaning {
  readonly do: 'start' | 'cancel' | 'pause' | 'resume' | 'add' | 'take' | 'status';
  readonly ms?: number;
  /** The length it was started with. */
  readonly lengthMs?: number;
  readonly names?: readonly string[];
  readonly area?: string;
  /** Where the speaker stands, which need not be said. */
  readonly near?: string;
  readonly all?: true;
}

type Slots = Row['slots'];

const TIMERS: Readonly<Record<string, TimerMeaning>> = {
  HassStartTimer: { do: 'start' },
  HassCancelTimer: { do: 'cancel' },
  HassCancelAllTimers: { do: 'cancel', all: true },
  HassPauseTimer: { do: 'pause' },
  HassUnpauseTimer: { do: 'resume' },
  HassIncreaseTimer: { do: 'add' },
  HassDecreaseTimer: { do: 'take' },
  HassTimerStatus: { do: 'status' },
};

/** RGB of the colours that people name. */
const COLORS: Readonly<Record<string, number>> = {
  white: 0xffffff,
  black: 0x000000,
  red: 0xff0000,
  orange: 0xff8000,
  yellow: 0xffff00,
  green: 0x00ff00,
  blue: 0x0000ff,
  purple: 0x8000ff,
  brown: 0x804000,
  pink: 0xff80c0,
  turquoise: 0x00ffff,
};

export function meaningOf(row: Row, home: HomeSite): Meaning {
  // "in ten minutes, open …" is an order for later here, and no timer.
  if (row.slots['conversation_command'] !== undefined)
    return { act: 'write', things: [], later: true };
  const timer = TIMERS[row.intent];
  if (timer !== undefined)
    return { act: 'timer', things: [], timer: { ...timer, ...timerSlots(row, home) } };
  const slots = mentioned(row);
  const near =
    speakersArea(row) === undefined ? {} : { near: intended(row.intent, row.slots, home).things };
  return { ...intended(row.intent, slots, home), ...near };
}

function intended(intent: string, slots: Slots, home: HomeSite): Meaning {
  switch (intent) {
    case 'HassTurnOn':
    case 'HassTurnOff':
      return turning(slots, intent === 'HassTurnOn', home);
    case 'HassLightSet':
      return setting({ domain: 'light', ...slots }, home);
    case 'HassSetPosition':
      return { ...selected('write', slots, home), ...position(slots) };
    case 'HassClimateSetTemperature':
      return {
        ...selected('write', { ...slots, domain: 'climate' }, home),
        ...{ property: 'setpoint', value: Number(slots['temperature']) },
      };
    case 'HassClimateGetTemperature':
      return temperatureOf(slots, home);
    case 'HassGetState':
      return { ...selected('read', slots, home), ...state(slots) };
    case 'HassGetCurrentTime':
    case 'HassGetCurrentDate':
      return { act: 'talk', things: [], topic: 'time' };
    case 'HassNevermind':
      return { act: 'talk', things: [], topic: 'nevermind' };
    default:
      return { act: 'none', things: [] };
  }
}

/** Without the area where the speaker only stands. */
function mentioned({ slots, text }: Row): Slots {
  const { area, ...others } = slots;
  if (typeof area !== 'string' || !isIn(area, text)) return others;
  return slots;
}

/** The area that a row has, and its sentence does not mention. */
export function speakersArea({ slots, text }: Row): string | undefined {
  const { area } = slots;
  return typeof area === 'string' && !isIn(area, text) ? area : undefined;
}

/** In the language of its home. */
function nameOf({ title }: Site['areas'][number]): string {
  return title.zh ?? title.de ?? title.es ?? title.en;
}

export function findArea({ areas }: Site, name: string | undefined): string | undefined {
  return areas.find((area) => nameOf(area) === name)?.id;
}

/** Also bent: Wohnzimmers, Küchen-. */
function isIn(name: string, text: string): boolean {
  const stem = name.toLowerCase().replace(/(?<=\p{Script=Latin}{3})[aeo]$/u, '');
  return text.toLowerCase().includes(stem);
}

function turning(slots: Slots, on: boolean, home: HomeSite): Meaning {
  const found = selected('write', slots, home);
  const { domain, device_class: className, name } = slots;
  const anyClass =
    (domain === 'cover' && className === undefined) || (domain ?? name) === undefined;
  return { ...found, value: on, ...(anyClass && { anyClass }) };
}

function setting(slots: Slots, home: HomeSite): Meaning {
  const found = selected('write', slots, home);
  const { brightness, color } = slots;
  if (typeof color === 'string')
    return { ...found, property: 'color', value: COLORS[color] ?? Number.NaN };
  return { ...found, property: 'level', value: Number(brightness) };
}

function position({ position: wanted }: Slots): Pick<Meaning, 'property' | 'value'> {
  return { property: 'position', value: Number(wanted) };
}

function temperatureOf(slots: Slots, home: HomeSite): Meaning {
  const { things, ...found } = selected('read', slots, home);
  const warm = things.filter(({ thing }) =>
    thing.properties.some(({ unit, writable }) => unit === 'Cel' && !writable),
  );
  return { ...found, things: warm, property: 'temperature' };
}

const STATES: Readonly<Record<string, boolean>> = {
  ...{ on: true, open: true, unlocked: true, home: true },
  ...{ off: false, closed: false, locked: false, not_home: false, casa: true },
};

function state({ state: asked }: Slots): Pick<Meaning, 'value'> {
  if (typeof asked !== 'string') return {};
  return { value: STATES[asked] ?? Number.NaN };
}

function selected(act: 'read' | 'write', slots: Slots, { placed, site }: HomeSite): Meaning {
  const { name, area, floor, domain, device_class: className } = slots;
  const areas = site.areas.filter((one) => isOneOf(nameOf(one), area)).map(({ id }) => id);
  const floors = (site.floors ?? [])
    .filter((one) => isOneOf(nameOf(one), floor))
    .map(({ id }) => id);
  const things = placed.filter(
    (one) =>
      (name === undefined || name === 'all' || isOneOf(one.entity.name, name)) &&
      (area === undefined || areas.includes(one.thing.area)) &&
      (floor === undefined || floors.includes(one.floor ?? '')) &&
      (domain === undefined || domainOf(one.entity) === domain) &&
      (className === undefined || classOf(one.entity) === className) &&
      (act === 'read' || domain !== undefined || canBeTold(one.entity)),
  );
  const onFloors = site.areas.filter((one) => floors.includes(one.floor ?? ''));
  const kinds = kindsOf(domain, className, namedThings(placed, name));
  return {
    act,
    things,
    areas: [...areas, ...onFloors.map(({ id }) => id)],
    ...(kinds.length > 0 && { kinds }),
  };
}

/** Those that are called so, wherever they are. */
function namedThings(
  placed: readonly Placed[],
  name: Slots[string] | undefined,
): readonly Placed[] {
  return placed.filter(({ entity }) => isOneOf(entity.name, name));
}

/** What a person would call what is not there. */
function kindsOf(
  domain: Slots[string] | undefined,
  className: Slots[string] | undefined,
  called: readonly Placed[],
): readonly string[] {
  if (called.length > 0) return called.map(({ thing }) => thing.kind);
  if (domain === 'cover') return className === undefined ? COVERS : [coverKind(String(className))];
  if (domain === 'climate') return ['thermostat'];
  return typeof domain === 'string' ? [domain] : [];
}

/** The kinds that a site of ours has for what others call covers. */
const COVERS: readonly string[] = [
  ...['curtain', 'blind', 'shade', 'shutter', 'awning', 'gate', 'garage-door', 'window', 'cover'],
];

function coverKind(className: string): string {
  return className === 'garage' ? 'garage-door' : className;
}

function canBeTold(entity: Entity): boolean {
  return !/^(?:sensor|binary_sensor|person|temperature)$/.test(domainOf(entity));
}

function isOneOf(name: string, slot: Slots[string] | undefined): boolean {
  const names = Array.isArray(slot) ? slot : [String(slot ?? '')];
  return names.some((one) => one.trim().toLowerCase() === name.toLowerCase());
}

function timerSlots(row: Row, { site }: HomeSite): Omit<TimerMeaning, 'do'> {
  const slots = mentioned(row);
  const { name, area } = slots;
  const ms = lengthOf(slots, '');
  const lengthMs = lengthOf(slots, 'start_');
  const named = Array.isArray(name) ? name : name === undefined ? [] : [String(name)];
  const where = speakersArea(row);
  const near = findArea(site, where);
  const id = site.areas.find((one) => isOneOf(nameOf(one), area))?.id;
  return {
    ...(ms > 0 && { ms }),
    ...(lengthMs > 0 && { lengthMs }),
    ...(named.length > 0 && { names: named.map((one) => one.trim().toLowerCase()) }),
    ...(id !== undefined && { area: id }),
    ...(near !== undefined && { near }),
  };
}

function lengthOf(slots: Slots, prefix: string): number {
  const amount = (unit: string): number => Number(slots[`${prefix}${unit}`] ?? 0);
  return 1_000 * (3_600 * amount('hours') + 60 * amount('minutes') + amount('seconds'));
}
