/**
 * `requires: { reading: tank.level, min: 10 }`: another reading must be in a window and fresh. When
 * it leaves the window, or cannot be trusted any more, the safe value is forced: an interlock that
 * cannot see does not guess.
 */
import {
  formatAddress,
  isTrustworthy,
  type PropertyAddress,
  type Reading,
  type Value,
} from '../../core/reading.ts';
import { formatQuantity } from '../../core/units.ts';
import type { Condition } from '../../config/site.ts';
import { outside } from '../condition.ts';
import { refused, type Interlock, type InterlockWorld, type Objection } from './interlock.ts';

export interface Requirement extends Condition {
  readonly reading: PropertyAddress;
  /** ms */
  readonly freshWithin: number;
}

export function requires(requirement: Requirement, name = 'requires'): Interlock {
  const look = (world: InterlockWorld): Objection | undefined => judge(requirement, world);
  return { name, objects: (_write, world) => look(world), forces: look };
}

function judge(requirement: Requirement, world: InterlockWorld): Objection | undefined {
  const address = requirement.reading;
  const name = formatAddress(address);
  const reading = world.reading(address);
  if (reading === undefined) return { code: 'INTERLOCK_BLIND', message: `${name} does not exist` };
  const seen = { ...reading, ...address };
  if (
    reading.value === null ||
    !isTrustworthy(reading) ||
    world.ageMs(address) > requirement.freshWithin
  ) {
    return { code: 'INTERLOCK_BLIND', message: `${name} is ${blindness(reading)}`, reading: seen };
  }
  const wrong = outside(requirement, reading.value, reading.unit);
  return wrong === undefined
    ? undefined
    : refused(`${name} is ${show(reading.value, reading.unit)}, it ${wrong}`, seen);
}

function blindness(reading: Reading): string {
  return isTrustworthy(reading) ? 'not fresh enough' : reading.quality;
}

function show(value: Value, unit: string | undefined): string {
  return typeof value === 'number' ? formatQuantity(value, unit) : String(value);
}
