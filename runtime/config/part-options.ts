/** What a part's driver is given: all keys but the driver's own name, as written. */
import type { BoardConfig } from './devices-schema.ts';

export function partOptions(part: BoardConfig['parts'][string]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'driver'));
}
