/** A value as a person reads it: "on", "22.4 °C", "开"; and the name of what has it. */
import type { PropertyAddress, Value } from '../../core/reading.ts';
import { formatQuantity } from '../../core/units.ts';
import type { LiveProperty } from '../ports.ts';
import type { SiteModel } from './site-model.ts';
import type { Wording } from './wording.ts';

/** Who can name things and values. */
export interface Names {
  readonly wording: Wording;
  readonly site: SiteModel;
}

/** `property` decides how a boolean is said; without one it is on or off. */
export function valueText(
  wording: Wording,
  value: Value | null,
  unit?: string,
  property?: LiveProperty,
): string {
  if (value === null) return wording.text('noValue');
  if (typeof value === 'number') return formatQuantity(value, unit);
  if (typeof value === 'string') return value;
  return wording.text(`${property?.words ?? 'on-off'}:${value ? 'true' : 'false'}`);
}

/** Titles as people know them; ids when the thing is gone from the site. */
export function addressText({ wording, site }: Names, address: PropertyAddress): string {
  const thing = site.thing(address.thing);
  const property = site.property(address.thing, address.property);
  const thingText = thing === undefined ? address.thing : wording.title(thing.title);
  const propertyText = property === undefined ? address.property : wording.title(property.title);
  return `${thingText} · ${propertyText}`;
}
