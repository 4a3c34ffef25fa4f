/**
 * When a reading has crossed its limit for long enough. Pure.
 *
 *   away ──crosses──▶ holding ──for so long──▶ fired ──comes back by the hysteresis──▶ away
 *            ◀──comes back──┘
 */
import type { Value } from '../../../core/reading.ts';
import type { ReadingTrigger } from './reading-form.ts';

export type WatchState =
  | { readonly kind: 'away' }
  /** Since when, by the monotonic clock. */
  | { readonly kind: 'holding'; readonly since: number }
  | { readonly kind: 'fired' };

export interface Sight {
  readonly value: Value;
  /** Monotonic, ms: a clock that is set must not shorten "for five minutes". */
  readonly now: number;
}

export function watchReading(
  state: WatchState,
  { value, now }: Sight,
  trigger: Pick<ReadingTrigger, 'crossing' | 'forMs' | 'hysteresis'>,
): WatchState {
  if (state.kind === 'fired') return isBack(value, trigger) ? { kind: 'away' } : state;
  if (!isBeyond(value, trigger.crossing)) return { kind: 'away' };
  const since = state.kind === 'holding' ? state.since : now;
  return now - since >= trigger.forMs ? { kind: 'fired' } : { kind: 'holding', since };
}

function isBeyond(value: Value, crossing: ReadingTrigger['crossing']): boolean {
  switch (crossing.kind) {
    case 'is':
      return value === crossing.value;
    case 'above':
      return typeof value === 'number' && value > crossing.limit;
    case 'below':
      return typeof value === 'number' && value < crossing.limit;
  }
}

function isBack(
  value: Value,
  { crossing, hysteresis }: Pick<ReadingTrigger, 'crossing' | 'hysteresis'>,
): boolean {
  switch (crossing.kind) {
    case 'is':
      return value !== crossing.value;
    case 'above':
      return typeof value === 'number' && value <= crossing.limit - hysteresis;
    case 'below':
      return typeof value === 'number' && value >= crossing.limit + hysteresis;
  }
}
