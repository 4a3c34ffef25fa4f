/** What can go wrong while a model is made: code → what to do next. */
import { AppError, type ErrorDetails } from '../../runtime/core/app-error.ts';

export const KIT_ERRORS = {
  KIT_BAD_LAYER:
    'Give the layer a positive size, and the shape it works on: flatten before dense, pictures before convolutions.',
  KIT_BAD_EXAMPLE:
    'Give each example as many finite numbers as the network takes, and one target for each head.',
  KIT_NO_EXAMPLES: 'Give at least one example to learn from, and one to calibrate with.',
  KIT_CANNOT_READ:
    'Only dense layers with SOFTMAX or LOGISTIC behind them are read back; run others with `boardtalk model run`.',
  KIT_DIVERGED: 'Train with a lower learning rate, and scale the inputs to about -1 to 1.',
} as const;

export type KitErrorCode = keyof typeof KIT_ERRORS;

export class KitError extends AppError<KitErrorCode> {
  constructor(code: KitErrorCode, message: string, details?: ErrorDetails) {
    super(KIT_ERRORS, code, message, details);
  }
}
