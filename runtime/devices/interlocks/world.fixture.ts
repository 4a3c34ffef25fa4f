/** What an interlock may look at, made up: a property at rest since boot, at noon, with nothing else in sight. */
import { formatAddress, type Reading } from '../../core/reading.ts';
import { beginHistory, type ActuatorHistory } from '../actuator-history.ts';
import type { InterlockWorld } from './interlock.ts';

const BOOT = beginHistory({ atMs: 0, value: false, isSafe: true });

interface MadeUp extends Omit<Partial<InterlockWorld>, 'history'> {
  readonly history?: Partial<ActuatorHistory>;
}

export function worldOf({ history = {}, ...more }: MadeUp = {}): InterlockWorld {
  return {
    now: Date.UTC(2026, 5, 1, 12),
    monotonicMs: 0,
    minuteOfDay: 12 * 60,
    reading: () => undefined,
    ageMs: () => 0,
    show: (_address, value) => (typeof value === 'number' ? `${String(value)} %` : String(value)),
    isSafe: () => true,
    history: { ...BOOT, ...history },
    ...more,
  };
}

/** A world in which one reading exists, of this age. */
export function worldWith(name: string, reading: Reading, ageMs = 0): InterlockWorld {
  const isMeant: (address: Parameters<InterlockWorld['reading']>[0]) => boolean = (address) =>
    formatAddress(address) === name;
  return worldOf({
    reading: (address) => (isMeant(address) ? reading : undefined),
    ageMs: (address) => (isMeant(address) ? ageMs : Infinity),
  });
}
