/** What can go wrong between a picture and an answer: code → what to do next. Models themselves: tflite-node/errors.ts. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';
import type { Refusal } from '../core/refusal.ts';

export const INFERENCE_ERRORS = {
  INFERENCE_NO_MODEL: 'See what there is with: boardtalk model list',
  INFERENCE_BUSY: 'Ask again in a moment; or look less often, with `every` of the property.',
  INFERENCE_EXPIRED: 'Allow more time with `timeout` of the part, or use a smaller model.',
  INFERENCE_FAILED: 'See what is wrong with it with: boardtalk doctor',
  INFERENCE_BAD_CARD: 'Correct the lines that are named in the model.yaml.',
  INFERENCE_BAD_PICTURE: 'Give a JPEG, PNG, WebP or BMP picture that other programs can open.',
  INFERENCE_PICTURE_TOO_LARGE: 'Make the picture smaller before it is given.',
  INFERENCE_NO_PICTURE_LIBRARY:
    'Install it with: npm install sharp@0.35. Models that take numbers work without it.',
  INFERENCE_NO_INPUT:
    'Check the path of what is given to the model, and that this user may read it.',
  INFERENCE_UNREADABLE:
    'Take a picture in which the whole face is light and sharp, and nothing stands before it.',
  INFERENCE_BAD_NUMBERS: 'Give as many finite numbers as the model takes, or a whole multiple.',
  INFERENCE_WRONG_INPUT: 'See what the model takes with: boardtalk model info ID',
  INFERENCE_BAD_LABELS: 'Give one label for each class, one a line.',
  INFERENCE_NO_COMPILER:
    'Install a C compiler (Debian: apt install gcc libc6-dev), then try again.',
  INFERENCE_NO_COMPARISON:
    'The C program runs on XNNPACK for all operators or not at all. Measure without --against.',
  INFERENCE_CANNOT_LEARN: 'Name a number that a sensor measures: boardtalk things',
  INFERENCE_TOO_LITTLE: 'Let it be measured for some days, all of them usual, then try again.',
  INFERENCE_TRAINING_BUSY:
    'Wait for it, or stop it with: boardtalk model train stop THING.PROPERTY',
  INFERENCE_TRAINING_FAILED: 'Try it again; when memory runs out (dmesg tells), with fewer --days.',
  INFERENCE_TRAINING_STOPPED: 'What was there before is as it was. Start it again when you like.',
  INFERENCE_NOT_WATCHED:
    'Let it be learned with: boardtalk model train anomaly THING.PROPERTY --days 7',
  INFERENCE_CANNOT_ADD: 'Name what is missing, or write the model.yaml by hand: models/README.md',
} as const;

export type InferenceErrorCode = keyof typeof INFERENCE_ERRORS;

export class InferenceError extends AppError<InferenceErrorCode> {
  constructor(code: InferenceErrorCode, message: string, details?: ErrorDetails) {
    super(INFERENCE_ERRORS, code, message, details);
  }
}

/** An expected "no" of this room. */
export function refuseInference(code: InferenceErrorCode, message: string, hint?: string): Refusal {
  return { code, message, hint: hint ?? INFERENCE_ERRORS[code] };
}
