/**
 * A reading: a value with its unit, its time and how far it can be trusted. Readings are values;
 * nothing here knows where they come from.
 */
import { z } from './schema.ts';

/** `good` measured on hardware · `simulated` by the sim board · `stale` too old · `faulty` no answer or an impossible one. */
export const qualitySchema = z.enum(['good', 'simulated', 'stale', 'faulty']);
export type Quality = z.infer<typeof qualitySchema>;

export const valueSchema = z.union([z.boolean(), z.number(), z.string().max(256)]);
export type Value = z.infer<typeof valueSchema>;

/** Of a 4–20 mA loop: less current than a transmitter that is well ever draws, or more. */
export const readingFaultSchema = z.enum(['broken-wire', 'over-range']);
export type ReadingFault = z.infer<typeof readingFaultSchema>;

export const readingSchema = z.strictObject({
  /** null while nothing was ever measured, or while the sensor is faulty. */
  value: valueSchema.nullable(),
  /** A symbol of `units.ts`; absent for booleans and strings. */
  unit: z.string().optional(),
  quality: qualitySchema,
  /** When it was measured, epoch ms; 0 = never. */
  at: z.number(),
  /** The model that has to be added before anything can be measured; nothing is broken. */
  missing: z.string().optional(),
  /** Why it is faulty, where the measurement itself tells. */
  fault: readingFaultSchema.optional(),
});
export type Reading = Readonly<z.infer<typeof readingSchema>>;

/** May a decision rest on it? Stale and faulty readings never carry one. */
export function isTrustworthy(reading: Reading): boolean {
  return reading.value !== null && (reading.quality === 'good' || reading.quality === 'simulated');
}

/** `pump.power` → thing and property; the one spelling of a property's address. */
export interface PropertyAddress {
  readonly thing: string;
  readonly property: string;
}

export function formatAddress(address: PropertyAddress): string {
  return `${address.thing}.${address.property}`;
}

/** undefined when it is not `thing.property`. */
export function parseAddress(text: string): PropertyAddress | undefined {
  const match = /^([a-z0-9-]+)\.([a-z0-9-]+)$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined
    ? { thing: match[1], property: match[2] }
    : undefined;
}
