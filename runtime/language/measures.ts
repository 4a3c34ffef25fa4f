/**
 * What people measure, by the units it comes in: "how warm" asks for whatever reads °C, however
 * the site calls it.
 */
import type { SiteProperty, SiteThing } from '../config/site.ts';

/** Of most, the name of the property that says it: `co2`, `leak`, `charging`. */
export type Measure =
  | 'temperature'
  | 'humidity'
  | 'brightness'
  | 'fill'
  | 'flow'
  | 'pressure'
  | 'voltage'
  | 'current'
  | 'power'
  | 'opening'
  | 'color'
  | NamedMeasure;

export type NamedMeasure = keyof typeof NAMED;

/** Which way a regulator pushes its reading. */
export type Lean = 'raise' | 'lower';

interface MeasureForm {
  readonly unit?: string;
  /** What the property is called. */
  readonly names?: readonly string[];
  /** Only of things of these kinds; `%` alone says little. */
  readonly kinds?: readonly string[];
}

/** The first form that the site has is meant: a place is as warm as its sensor says, not as its tank. */
const FORMS: Readonly<Record<string, readonly MeasureForm[]>> = {
  temperature: [
    { unit: 'Cel', kinds: ['sensor'] },
    { unit: 'Cel', names: ['temperature'] },
    { unit: 'Cel' },
  ],
  humidity: [{ unit: '%RH', kinds: ['sensor'] }, { unit: '%RH' }],
  brightness: [{ unit: 'lx' }, { unit: '%', kinds: ['light'] }, { names: ['illuminance'] }],
  fill: [
    { unit: '%', kinds: ['tank'] },
    { unit: 'm', kinds: ['tank'] },
  ],
  flow: [{ unit: 'l/min' }],
  pressure: [{ unit: 'Pa' }, { unit: 'bar' }],
  voltage: [{ unit: 'V' }],
  current: [{ unit: 'A' }],
  power: [{ unit: 'W' }],
  opening: [
    {
      unit: '%',
      kinds: [
        ...['vent', 'valve', 'door', 'curtain', 'blind', 'shade', 'shutter', 'awning', 'gate'],
        ...['garage-door', 'window', 'cover'],
      ],
    },
    { names: ['open'], kinds: ['opening'] },
  ],
  color: [{ names: ['color'] }],
};

/** What is recognised by the name of the property alone, as devices behind MQTT and sites call it. */
const NAMED = {
  ...{ co2: 'co2 carbon-dioxide', co: 'co carbon-monoxide', ozone: 'ozone o3' },
  ...{ no2: 'no2 nitrogen-dioxide', no: 'no nitrogen-monoxide', n2o: 'n2o nitrous-oxide' },
  ...{ so2: 'so2 sulphur-dioxide sulfur-dioxide', pm1: 'pm1', pm25: 'pm25', pm10: 'pm10' },
  ...{ voc: 'voc volatile-organic-compounds volatile-organic-compounds-parts', aqi: 'aqi' },
  ...{ battery: 'battery battery-low', charging: 'charging', signal: 'signal signal-strength' },
  ...{ 'data-rate': 'data-rate', 'data-size': 'data-size', date: 'date timestamp' },
  ...{ distance: 'distance', duration: 'duration', weight: 'weight', money: 'monetary' },
  ...{ energy: 'energy', 'stored-energy': 'energy-storage energy', frequency: 'frequency' },
  ...{ load: 'load power', 'power-factor': 'power-factor', 'apparent-power': 'apparent-power' },
  ...{ 'reactive-power': 'reactive-power', irradiance: 'irradiance', speed: 'speed wind-speed' },
  ...{ rain: 'rain precipitation', 'rain-rate': 'rain-rate precipitation-intensity' },
  ...{ volume: 'volume volume-storage water', water: 'water volume', gas: 'gas' },
  ...{ 'sound-pressure': 'sound-pressure', sound: 'sound', moisture: 'moisture leak' },
  ...{ leak: 'leak', motion: 'motion', occupancy: 'occupancy', smoke: 'smoke', tamper: 'tamper' },
  ...{ light: 'light-seen', problem: 'problem', running: 'running', plugged: 'plugged' },
  ...{ powered: 'powered', connected: 'connected', cold: 'cold', hot: 'hot', unsafe: 'unsafe' },
  ...{
    update: 'update',
    vibration: 'vibration',
    home: 'home',
    presence: 'presence',
    unlocked: 'unlocked',
  },
} as const;

const NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(NAMED).map(([measure, names]) => [measure, new Set(names.split(' '))]),
);

/** How much one "brighter" or "warmer" is, in the unit; units that nobody turns by feel have none. */
export const USUAL_STEP: Readonly<Record<string, number>> = { '%': 20, Cel: 1, '%RH': 5, lx: 100 };

/** What a bare unit is said of: "is it above 25 degrees". */
export const MEASURE_OF_UNIT: Readonly<Record<string, Measure>> = {
  Cel: 'temperature',
  F: 'temperature',
  '%RH': 'humidity',
  lx: 'brightness',
  'l/min': 'flow',
  Pa: 'pressure',
  bar: 'pressure',
  V: 'voltage',
  A: 'current',
  W: 'power',
};

/** How well a property fits a measure: 0 is the best form, undefined is not at all. */
export function measureRank(
  measure: Measure,
  thing: SiteThing,
  property: SiteProperty,
): number | undefined {
  // A lock that is open is unlocked.
  if (measure === 'unlocked' && thing.kind === 'lock' && property.name === 'open') return 0;
  if (NAMES.get(measure)?.has(property.name) === true) return 0;
  const rank = (FORMS[measure] ?? []).findIndex((form) => isOf(form, thing, property));
  return rank < 0 ? undefined : rank;
}

function isOf({ unit, names, kinds }: MeasureForm, thing: SiteThing, property: SiteProperty) {
  return (
    (unit === undefined || unit === property.unit) &&
    (names === undefined || names.includes(property.name)) &&
    (kinds === undefined || kinds.includes(thing.kind))
  );
}
