/** What can be wrong with asking for an action: code → what to do next. */
import type { Refusal } from '../core/refusal.ts';

export const ACTION_ERRORS = {
  ACTION_UNKNOWN: 'See what there is with: boardtalk help',
  ACTION_BAD_ARGUMENTS: 'See how to say it with: boardtalk help',
  ACTION_NO_SUCH_THING: 'See what there is with: boardtalk things',
} as const;

export function refuseAction(
  code: keyof typeof ACTION_ERRORS,
  message: string,
  hint?: string,
): Refusal {
  return { code, message, hint: hint ?? ACTION_ERRORS[code] };
}
