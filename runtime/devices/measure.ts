/**
 * After a write: what is true now? Reads the output register back and takes the proof anew. Never
 * waits long and never fails: what cannot be seen in time is not known.
 */
import type { Clock } from '../core/clock.ts';
import type { PropertyAddress, Reading, Value } from '../core/reading.ts';
import { within } from '../core/within.ts';
import type { Actuator } from './actuator.ts';
import { weigh, type Measurement } from './evidence.ts';
import type { Things } from './things.ts';

export interface MeasureParts {
  readonly things: Things;
  readonly clock: Clock;
  /** Samples the part behind a reading now. */
  readonly refresh: (address: PropertyAddress) => Promise<unknown>;
}

/** Register and proof get this long each. */
const LOOK_MS = 500;

export async function measure(
  parts: MeasureParts,
  actuator: Actuator,
  value: Value,
): Promise<Measurement> {
  const { spec } = actuator.property;
  const latch = await readBack(parts.clock, actuator);
  const proof = spec.proof === undefined ? undefined : await look(parts, spec.proof.reading);
  const by = actuator.reports ? 'report' : 'latch';
  const found = weigh(spec, { value, latch, by, proof });
  const isSilent = actuator.reports && found.evidence === 'none';
  return isSilent ? { ...found, isUnconfirmed: true } : found;
}

async function readBack(clock: Clock, actuator: Actuator): Promise<Value | null> {
  try {
    return (await within(clock, LOOK_MS, actuator.readBack())) ?? null;
  } catch {
    return null;
  }
}

/** A sample from before the world had its time proves nothing, however good it was: it is stale here. */
async function look(
  { things, clock, refresh }: MeasureParts,
  address: PropertyAddress,
): Promise<Reading | undefined> {
  const sinceMs = clock.monotonicMs();
  await within(clock, LOOK_MS, refresh(address));
  const property = things.find(address);
  if (property === undefined) return undefined;
  const isOld = property.ageMs() > clock.monotonicMs() - sinceMs;
  const reading = property.reading();
  return isOld && reading.quality !== 'faulty' ? { ...reading, quality: 'stale' } : reading;
}
