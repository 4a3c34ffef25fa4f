/** What the devices room refuses, and what it finds wrong: code → what to do next. */
import type { Refusal } from '../core/refusal.ts';

export const DEVICE_ERRORS = {
  DEVICE_UNKNOWN: 'See what there is with: boardtalk things',
  DEVICE_NOT_WRITABLE: 'This can only be read.',
  DEVICE_BAD_VALUE: 'Give a value of the kind and within the range that is named.',
  DEVICE_WRITE_FAILED:
    'Check the wiring and the supply of the part; what is known of it says: boardtalk doctor',
  DEVICE_CONTRADICTED: 'Go and look: the output was switched, but the world did not follow.',
  DEVICE_SUPERSEDED: 'A newer command for the same thing came before this one could be measured.',
  DEVICE_STOPPING: 'The node is stopping. Ask again when it is back.',
  INTERLOCK_REFUSED:
    'Remove the cause that is named, then ask again. Nobody can override an interlock.',
  INTERLOCK_BLIND: 'The interlock cannot see: mend the sensor that is named.',
  MODE_LOCKED_OUT: 'Only the person whose tag hangs on it can take it off.',
  MODE_HAND: 'Give it back to its rules with: boardtalk mode THING auto',
  MODE_NOT_YOURS: 'Ask the person whose tag it is.',
} as const;

export function refuseDevice(
  code: keyof typeof DEVICE_ERRORS,
  message: string,
  more: Partial<Pick<Refusal, 'interlock' | 'reading' | 'hint'>> = {},
): Refusal {
  return { code, message, hint: DEVICE_ERRORS[code], ...more };
}
