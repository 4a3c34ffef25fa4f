/** What can go wrong between a driver and its part: code → what to do next. A made-up value is never the answer. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';

export const DRIVER_ERRORS = {
  DRIVER_BAD_CRC:
    'The bytes were damaged on the way: shorten the cable, check pull-ups and ground, keep it away from motors.',
  DRIVER_BAD_ANSWER:
    'The part answered something it never sends: check its supply and that it is the part the configuration names.',
  DRIVER_NOT_MEASURED:
    'The part lost its supply or was not ready: check the supply. It is tried again at the next sample.',
  DRIVER_BAD_WRITE: 'List what can be written, and to which values, with: boardtalk things',
} as const;

export class DriverError extends AppError<keyof typeof DRIVER_ERRORS> {
  constructor(code: keyof typeof DRIVER_ERRORS, message: string, details?: ErrorDetails) {
    super(DRIVER_ERRORS, code, message, details);
  }
}
