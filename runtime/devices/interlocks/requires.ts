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
  if (reading === undefined)
    return {
      ...{ code: 'INTERLOCK_BLIND', message: `${name} does not exist`, zh: `没有${name}` },
    };
  const seen = { ...reading, ...address };
  if (
    reading.value === null ||
    !isTrustworthy(reading) ||
    world.ageMs(address) > requirement.freshWithin
  ) {
    return { code: 'INTERLOCK_BLIND', ...blindness(name, reading), reading: seen };
  }
  const wrong = outside(requirement, reading.value);
  if (wrong === undefined) return undefined;
  const [is, must] = [reading.value, wrong.bound];
  const say = (value: Value, language: 'en' | 'zh'): string =>
    `${language === 'zh' && typeof value === 'number' ? ' ' : ''}${world.show(address, value, language)}`;
  return refused(
    `${name} is ${say(is, 'en')}, it must be ${BOUNDS.en[wrong.kind]}${say(must, 'en')}`,
    `${name}为${say(is, 'zh')}，必须${BOUNDS.zh[wrong.kind]}${say(must, 'zh')}`,
    seen,
  );
}

const BOUNDS = {
  en: { is: '', min: 'at least ', max: 'at most ' },
  zh: { is: '为', min: '至少为', max: '至多为' },
} as const;

function blindness(name: string, reading: Reading): Pick<Objection, 'message' | 'zh'> {
  const { quality } = reading;
  const isOld = isTrustworthy(reading) || quality === 'stale';
  return {
    message: `${name} is ${isTrustworthy(reading) ? 'not fresh enough' : quality}`,
    zh: isOld ? `${name}的读数已过时` : `${name}没有可信的读数（传感器故障）`,
  };
}
