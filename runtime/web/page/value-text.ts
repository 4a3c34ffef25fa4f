/** A value as a person reads it: "on", "22.4 °C", "开". */
import type { Value } from '../../core/reading.ts';
import { formatQuantity } from '../../core/units.ts';
import type { LiveProperty } from '../ports.ts';
import type { Wording } from './wording.ts';

/** `property` decides how a boolean is said; without one it is on or off. */
export function valueText(
  wording: Wording,
  value: Value,
  unit?: string,
  property?: LiveProperty,
): string {
  if (typeof value === 'number') return formatQuantity(value, unit);
  if (typeof value === 'string') return value;
  return wording.text(`${property?.words ?? 'on-off'}:${value ? 'true' : 'false'}`);
}
