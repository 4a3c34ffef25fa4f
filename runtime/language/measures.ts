/**
 * What people measure, by the units it comes in: "how warm" asks for whatever reads °C, however
 * the site calls it.
 */
import type { SiteProperty, SiteThing } from '../config/site.ts';

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
  | 'opening';

/** Which way a regulator pushes its reading. */
export type Lean = 'raise' | 'lower';

interface MeasureForm {
  readonly unit: string;
  /** Only of things of these kinds; `%` alone says little. */
  readonly kinds?: readonly string[];
}

/** The first form that the site has is meant: a place is as warm as its sensor says, not as its tank. */
const FORMS: Readonly<Record<Measure, readonly MeasureForm[]>> = {
  temperature: [{ unit: 'Cel', kinds: ['sensor'] }, { unit: 'Cel' }],
  humidity: [{ unit: '%RH', kinds: ['sensor'] }, { unit: '%RH' }],
  brightness: [{ unit: 'lx' }, { unit: '%', kinds: ['light'] }],
  fill: [
    { unit: '%', kinds: ['tank'] },
    { unit: 'm', kinds: ['tank'] },
  ],
  flow: [{ unit: 'l/min' }],
  pressure: [{ unit: 'Pa' }],
  voltage: [{ unit: 'V' }],
  current: [{ unit: 'A' }],
  power: [{ unit: 'W' }],
  opening: [{ unit: '%', kinds: ['vent', 'valve', 'door'] }],
};

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
  const rank = FORMS[measure].findIndex(
    (form) =>
      form.unit === property.unit && (form.kinds === undefined || form.kinds.includes(thing.kind)),
  );
  return rank < 0 ? undefined : rank;
}
