/** What conditions are told of a reading: only what can be trusted. */
import { isTrustworthy, parseAddress, type Value } from '../core/reading.ts';
import type { ThingsView } from '../devices/things-view.ts';

/** @throws Error where there is none now */
export function goodReading(things: Pick<ThingsView, 'find'>, text: string): Value {
  const address = parseAddress(text);
  const reading = address === undefined ? undefined : things.find(address)?.reading();
  if (reading?.value === undefined || reading.value === null || !isTrustworthy(reading))
    throw new Error(`there is no good reading of ${text} now`);
  return reading.value;
}
