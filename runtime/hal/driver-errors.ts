/** What can go wrong between a driver and its part: code → what to do next. A made-up value is never the answer. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';

export const DRIVER_ERRORS = {
  DRIVER_BAD_CRC:
    'The bytes were damaged on the way: shorten the cable, check pull-ups and ground, keep it away from motors.',
  DRIVER_BAD_ANSWER:
    'The part answered something it never sends: check its supply and that it is the part the configuration names.',
  DRIVER_BEYOND_RANGE:
    'There is more than the part can measure as it is set: choose a wider range, or another part.',
  DRIVER_NOT_MEASURED:
    'The part lost its supply or was not ready: check the supply. It is tried again at the next sample.',
  DRIVER_NOT_TAKEN:
    'The part keeps another value than it was sent: check its limits, its write protection, and whether it is in remote mode.',
  DRIVER_NO_PICTURE:
    'Check that the camera is there and can be reached, and that the options of its part are right.',
  DRIVER_UNREADABLE:
    'See that it is light, in focus, and that nothing stands before it: show me the picture.',
  DRIVER_NO_MODEL: 'Add it with: boardtalk model add FILE --as NAME',
  DRIVER_MODEL_REFUSED: 'See what is wrong with it with: boardtalk doctor',
  DRIVER_NO_BROKER:
    'Devices behind MQTT belong to the gateway of the site, and need its broker: boardtalk up --mqtt HOST:PORT',
  DRIVER_NOT_GRANTED:
    'Let it read its own command topics: boardtalk broker grant NAME --read FILTERS --write FILTERS',
  DRIVER_UNAVAILABLE: 'Check its supply, and that it reaches the network and its bridge runs.',
  DRIVER_NOT_UNDERSTOOD:
    'See what of templates is understood in docs/devices-behind-mqtt.md; nothing is guessed.',
  DRIVER_BAD_WRITE: 'List what can be written, and to which values, with: boardtalk things',
} as const;

export class DriverError extends AppError<keyof typeof DRIVER_ERRORS> {
  constructor(code: keyof typeof DRIVER_ERRORS, message: string, details?: ErrorDetails) {
    super(DRIVER_ERRORS, code, message, details);
  }
}

/** Nothing is broken: something was never added. What waits for it is missing, and no alarm. */
export class MissingModelError extends DriverError {
  readonly model: string;

  constructor(model: string) {
    const hint = DRIVER_ERRORS.DRIVER_NO_MODEL.replace('NAME', model);
    super('DRIVER_NO_MODEL', `there is no model "${model}" here`, { hint });
    this.model = model;
  }
}
