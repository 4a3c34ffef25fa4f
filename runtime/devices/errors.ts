/** What the devices room refuses, and what it finds wrong: code → what to do next. */
import { AppError, errorCode } from '../core/app-error.ts';
import type { Refusal } from '../core/refusal.ts';

export const DEVICE_ERRORS = {
  DEVICE_UNKNOWN: 'See what there is with: boardtalk things',
  DEVICE_NOT_WRITABLE: 'This can only be read.',
  DEVICE_PART_BROKEN: 'See what is wrong with it, and how to mend it, with: boardtalk doctor',
  DEVICE_NO_MODEL: 'Add it with: boardtalk model add FILE --as NAME',
  DEVICE_BAD_VALUE: 'Give a value of the kind and within the range that is named.',
  DEVICE_WRITE_FAILED:
    'Check the wiring and the supply of the part; what is known of it says: boardtalk doctor',
  DEVICE_UNCONFIRMED:
    'Look at it, and ask again: nobody knows whether it heard. A slow device gets a longer `settle`.',
  DEVICE_UNREACHABLE: 'Nothing was sent. See what is wrong with it with: boardtalk doctor',
  DEVICE_CONTRADICTED: 'Go and look: the output was switched, but the world did not follow.',
  DEVICE_SUPERSEDED: 'Something newer came for the same thing before this one was done.',
  DEVICE_NO_PLAN: 'Its gateway has to reach it first; see how it stands with: boardtalk boards',
  DEVICE_BAD_CALIBRATION: 'Begin again with: calibrate, and two values far from each other.',
  DEVICE_NO_CALIBRATION: 'Begin with, for example: calibrate tank.level',
  DEVICE_NO_TEST: 'See what is on each pin with: boardtalk pins',
  DEVICE_TEST_RUNS: 'A test must not interrupt what runs: switch it off first.',
  DEVICE_TESTING: 'Wait for its end, or end it with: boardtalk pins stop',
  DEVICE_NOT_TESTING: 'Begin one with: boardtalk pins test PIN',
  DEVICE_TEST_ENDED: 'Look at what is wired to it, then test it again.',
  DEVICE_STOPPING: 'The node is stopping. Ask again when it is back.',
  INTERLOCK_REFUSED:
    'Remove the cause that is named, then ask again. Nobody can override an interlock.',
  INTERLOCK_BLIND: 'The interlock cannot see, so it allows nothing: mend what is named.',
  MODE_LOCKED_OUT: 'Only the person whose tag hangs on it can take it off.',
  MODE_HAND: 'Give it back to its rules with: boardtalk mode THING auto',
  MODE_NOT_YOURS: 'Ask the person whose tag it is.',
} as const;

export function refuseDevice(
  code: keyof typeof DEVICE_ERRORS,
  message: string,
  more: Partial<Pick<Refusal, 'interlock' | 'reading' | 'hint' | 'zh'>> = {},
): Refusal {
  return { code, message, hint: DEVICE_ERRORS[code], ...more };
}

/** An error told as an answer. What is none of ours is a defect, and thrown on. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof AppError)
    return { code: errorCode(error), message: error.message, hint: error.hint };
  throw error;
}
