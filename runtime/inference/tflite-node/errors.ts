/**
 * What can go wrong with a model: code → what to do next. This package stands alone, so it brings an
 * error class of its own, in the same shape as all others here.
 */
export const TFLITE_ERRORS = {
  TFLITE_BAD_OPTION: 'Correct what the model is loaded with.',
  TFLITE_NO_FILE: 'Check the path of the model, and that this user may read it.',
  TFLITE_NOT_A_MODEL: 'A model is a .tflite file. Copy it again, or convert it again.',
  TFLITE_TOO_LARGE: 'Use a smaller model.',
  TFLITE_TRUNCATED: 'The file ends too early. Copy it again.',
  TFLITE_WRONG_HASH:
    'The file is not the one that was meant. Copy it again, or correct its sha256 if the change is yours.',
  TFLITE_CUSTOM_OPERATOR:
    'The model was compiled for an accelerator. Name the delegate that brings the operator, or use the model from before that compilation.',
  TFLITE_MICRO_ONLY:
    'The model was made for TensorFlow Lite Micro. Convert it again for TensorFlow Lite.',
  TFLITE_PER_CHANNEL_FULLY_CONNECTED:
    'This library computes such layers wrong. Convert with per-tensor weights, use a newer library, or backend wasm.',
  TFLITE_NOT_SUPPORTED:
    'The library does not know all of the model. Convert it for built-in operators, or use a newer library.',
  TFLITE_NO_LIBRARY:
    'Set TFLITE_LIB to a libtensorflowlite_c.so, or use backend wasm. In a clone, `make build` fetches one.',
  TFLITE_LIBRARY_WRONG_ARCHITECTURE: 'Set TFLITE_LIB to a library that was built for this machine.',
  TFLITE_LIBRARY_UNUSABLE: 'Set TFLITE_LIB to a TensorFlow Lite C library of version 2.9 or newer.',
  TFLITE_NO_ADDON:
    'In a clone, `make build` makes it, with a C compiler. Without it, models run in wasm.',
  TFLITE_DELEGATE_UNUSABLE:
    'Check the path of the delegate and that its driver is installed; without it the model runs on the CPU.',
  TFLITE_BAD_INPUT: 'Give one typed array per input, of its type and length.',
  TFLITE_NOT_FINITE: 'Look at what feeds the model: NaN or infinity went in or came out.',
  TFLITE_RUN_FAILED: 'Check the input; if it happens with every one, convert the model again.',
  TFLITE_BUSY: 'Wait for the run before, or load the model once more.',
  TFLITE_TIMEOUT: 'Allow more time, or use a smaller model.',
  TFLITE_CRASHED:
    'The model ended the process that ran it; nothing else was hurt. Do not use this file any more.',
  TFLITE_ABORTED: 'It was called off by whoever asked for it.',
  TFLITE_CLOSED: 'Load the model again.',
} as const;

export type TfliteErrorCode = keyof typeof TFLITE_ERRORS;

export class TfliteError extends Error {
  readonly code: TfliteErrorCode;
  /** What to do next, in words fit for chat. */
  readonly hint: string;

  constructor(
    code: TfliteErrorCode,
    message: string,
    details: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TfliteError';
    this.code = code;
    this.hint = details.hint ?? TFLITE_ERRORS[code];
  }
}

export function isErrorCode(code: unknown): code is TfliteErrorCode {
  return typeof code === 'string' && Object.hasOwn(TFLITE_ERRORS, code);
}
