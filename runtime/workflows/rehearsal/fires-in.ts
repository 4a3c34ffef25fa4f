/** When a trigger would have fired, given what was measured: the past, through the code that watches the present. Pure. */
import type { Value } from '../../core/reading.ts';
import type { ReadingTrigger } from '../triggers/reading/reading-form.ts';
import { watchReading, type WatchState } from '../triggers/reading/watch-reading.ts';

/** A good reading. */
export interface Seen {
  /** Epoch ms. */
  readonly at: number;
  readonly value: Value;
}

export interface Lasting {
  /** Nothing heard for so long, and nobody knows how it is. */
  readonly staleAfterMs: number;
  /** Up to now, epoch ms. */
  readonly to: number;
}

/** @param seen in the order of time. Returns epoch ms, oldest first. */
export function firesIn(
  seen: readonly Seen[],
  trigger: Pick<ReadingTrigger, 'crossing' | 'forMs' | 'hysteresis'>,
  { staleAfterMs, to }: Lasting,
): readonly number[] {
  const fired: number[] = [];
  let state: WatchState = { kind: 'away' };
  const see = (value: Value, now: number): void => {
    const next = watchReading(state, { value, now }, trigger);
    if (state.kind !== 'fired' && next.kind === 'fired') fired.push(now);
    state = next;
  };
  const lapse = (): WatchState => (state.kind === 'holding' ? { kind: 'away' } : state);
  for (const [index, { at, value }] of seen.entries()) {
    see(value, at);
    const nextAt = seen[index + 1]?.at ?? Infinity;
    const dueAt: number = state.kind === 'holding' ? state.since + trigger.forMs : Infinity;
    const staleAt = at + staleAfterMs;
    // A reading that stays as it is need not be measured again; what is measured at that very moment decides.
    if (dueAt < Math.min(nextAt, staleAt) && dueAt <= to) see(value, dueAt);
    if (staleAt < Math.min(nextAt, to)) state = lapse();
  }
  return fired;
}
