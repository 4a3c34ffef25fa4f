/** Numbers that a model is loaded with. A library takes any, and would do as it is told. */
import { TfliteError } from './errors.ts';

/** More than any board has cores; each one costs memory, also when it has nothing to do. */
const MOST_THREADS = 64;

/** What a timer of Node takes; with more it would end at once. */
const LONGEST_MS = 2_147_483_647;

/** @throws TfliteError TFLITE_BAD_OPTION */
export function checkThreads(threads: number): number {
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return threads;
  const message = `threads is ${threads}, and may be 1 to ${MOST_THREADS}`;
  throw new TfliteError('TFLITE_BAD_OPTION', message);
}

/** Infinity is 24 days, which is the same for a run. @throws TfliteError TFLITE_BAD_OPTION */
export function checkTimeout(timeoutMs: number): number {
  if (timeoutMs > 0) return Math.min(timeoutMs, LONGEST_MS);
  const message = `timeoutMs is ${timeoutMs}, and has to be above 0`;
  throw new TfliteError('TFLITE_BAD_OPTION', message);
}
