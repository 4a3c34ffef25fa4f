/** What the conversation has to know of the calls of a sentence before it runs them. */
import type { ActionCall } from '../language/understanding.ts';

/** "cancel", and not what. */
export function isBareCancel(calls: readonly ActionCall[]): boolean {
  return calls.every(({ action, args }) => action === 'cancel' && args['target'] === undefined);
}

/** All that is named: things, or thing.property. */
export function targetsOf(calls: readonly ActionCall[]): readonly string[] {
  return calls.flatMap(({ args: { target } }) => (typeof target === 'string' ? [target] : []));
}
