/**
 * The rule of every alert, one pure function: ok → pending while the value is above its bound →
 * firing once it was above it for long enough → ok at the first value that is not.
 * What cannot be known changes nothing: no news is neither the end of a fire nor the start of one.
 */
import type { AlertDeclaration, AlertSample, AlertState } from '../core/alert.ts';

/** When an alert is looked at. */
export interface Look {
  /** Epoch ms, for people. */
  readonly now: number;
  /** How long it has been in its state, by the monotonic clock: one that is set must neither lengthen nor shorten "for 5 minutes". */
  readonly elapsedMs: number;
}

export function nextAlert(
  previous: AlertState,
  declaration: AlertDeclaration,
  sample: AlertSample | undefined,
  { now, elapsedMs }: Look,
): AlertState {
  const value = sample?.value ?? null;
  const state =
    value === null ? previous.state : judge(previous.state, elapsedMs, value, declaration);
  return { ...previous, state, since: state === previous.state ? previous.since : now, value };
}

function judge(
  state: AlertState['state'],
  elapsedMs: number,
  value: number,
  { above, forMs }: AlertDeclaration,
): AlertState['state'] {
  if (!(value > above)) return 'ok';
  if (state === 'firing' || forMs === 0) return 'firing';
  return state === 'pending' && elapsedMs >= forMs ? 'firing' : 'pending';
}
