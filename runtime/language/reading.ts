/** What a sentence was read as: calls, small talk, or nothing, and then why. */
import type { Order } from './orders.ts';
import type { Question } from './questions.ts';
import type { SiteIndex } from './site-index.ts';
import type { SmallTalk } from './small-talk.ts';
import type { TimerOrder } from './timers.ts';
import type { Token } from './token.ts';
import type { Trouble } from './trouble.ts';
import { readMiss, type Miss } from './wanted.ts';

export type Outcome = Order | Question | (TimerOrder & Pick<Order, 'focus'>);

/** What leads to nothing, and what it was about. */
export interface Missed extends Miss {
  readonly trouble: Trouble;
}

export type Reading = Outcome | Missed | SmallTalk;

export const UNKNOWN: Missed = { act: 'none', trouble: { reason: 'unknown' } };

export function miss(tokens: readonly Token[], trouble: Trouble, index: SiteIndex): Missed {
  return { ...readMiss(tokens, trouble, index), trouble };
}

export function isMissed(reading: Reading): reading is Missed {
  return 'trouble' in reading;
}

/** The actions that change something, as far as sentences call them. */
export const WRITES =
  /^(?:set|mode|cancel|undo|pins-(?:test|code|stop)|workflow-(?:run|cancel|answer|make|build|undo|delete|enable|disable)|alerts-ack|calibrate(?:-.+)?|model-(?:train|forget)-.+)$/;

export function writes(reading: Reading): boolean {
  return 'calls' in reading && reading.calls.some((call) => WRITES.test(call.action));
}

export function isTimer(reading: Reading): boolean {
  return 'calls' in reading && reading.calls.some(({ action }) => action === 'timer');
}

/** What a timer is called in it; empty where it has no name. */
export function timerName(reading: Reading): string {
  const calls = isTimer(reading) && 'calls' in reading ? reading.calls : [];
  return calls.map(({ args }) => (typeof args['name'] === 'string' ? args['name'] : '')).join(' ');
}

export function namesTimer(reading: Reading): boolean {
  return timerName(reading) !== '';
}
