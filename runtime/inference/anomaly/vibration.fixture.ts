/** A pump that vibrates: more by day than by night, with a slow beat and noise; and what can happen to it. */
import { Random } from '../../../models/kit/random.ts';
import type { PastReadings } from './learn-usual.ts';

export type Fault = 'spikes' | 'drift' | 'stuck' | 'frequency';

export interface VibrationPlan {
  readonly seed: number;
  readonly days: number;
  /** Epoch ms. */
  readonly from: number;
  readonly stepMs?: number;
  readonly fault?: Fault;
  /** When it begins, ms after `from`. */
  readonly faultAfterMs?: number;
}

const DAY_MS = 86_400_000;
/** Of the beat: two speeds that are nearly the same. */
const BEAT_MS = 170_000;

/** mm/s, every 10 s. */
export function vibration(plan: VibrationPlan): PastReadings {
  const { seed, days, from, stepMs = 10_000, fault, faultAfterMs = 0 } = plan;
  const random = new Random(seed);
  const count = Math.floor((days * DAY_MS) / stepMs);
  const at = Float64Array.from({ length: count }, (_, index) => from + index * stepMs);
  let last = 0;
  const values = at.map((time) => {
    const since = time - from - faultAfterMs;
    const isFaulty = fault !== undefined && since >= 0;
    const day = Math.sin((2 * Math.PI * time) / DAY_MS);
    const beatMs = isFaulty && fault === 'frequency' ? BEAT_MS / 3 : BEAT_MS;
    const beat = 0.25 * Math.sin((2 * Math.PI * time) / beatMs);
    const value = 2.4 + 0.8 * day + beat + 0.12 * random.normal();
    if (isFaulty && fault === 'stuck') return last;
    last = Number(value.toFixed(3));
    if (!isFaulty) return last;
    // A ball of the bearing that is chipped strikes now and then.
    if (fault === 'spikes') return last + (random.next() < 0.06 ? 1.6 : 0);
    return fault === 'drift' ? last + 0.15 * (since / 3_600_000) : last;
  });
  return { at, values };
}
