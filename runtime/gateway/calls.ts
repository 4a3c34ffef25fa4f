/** What the conversation has to know of what a sentence means before it runs anything. */
import type { ActionCall, Understanding } from '../language/understanding.ts';

/** "cancel", and not what. */
export function isBareCancel(calls: readonly ActionCall[]): boolean {
  return calls.every(({ action, args }) => action === 'cancel' && args['target'] === undefined);
}

/** All that is named: things, or thing.property. */
export function targetsOf(calls: readonly ActionCall[]): readonly string[] {
  return calls.flatMap(({ args: { target } }) => (typeof target === 'string' ? [target] : []));
}

/** The order that is asked back, as it stands on its button. */
export function doubtedIn(meant: Understanding): string | undefined {
  const isDoubted = meant.kind === 'unsure' && meant.hint === 'unlikely';
  return isDoubted ? meant.suggestions[0] : undefined;
}

/** What is switched off, where nothing else is done. */
export function offTargets(calls: readonly ActionCall[]): readonly string[] {
  const isOff = calls.every(
    ({ action, args: { value, at } }) =>
      action === 'set' && (value === false || value === 0) && at === undefined,
  );
  return isOff ? targetsOf(calls) : [];
}
