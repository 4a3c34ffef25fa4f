/** Numbers that a model is loaded with. A library takes any, and would do as it is told. */
import { TfliteError } from './errors.ts';

/** More than any board has cores; each one costs memory, also when it has nothing to do. */
const MOST_THREADS = 64;

/** Each input has its place in memory all the time. */
const LARGEST_BATCH = 256;

/** What a timer of Node takes; with more it would end at once. */
const LONGEST_MS = 2_147_483_647;

/** @throws TfliteError TFLITE_BAD_OPTION */
export function checkThreads(threads: number): number {
  return checkCount('threads', threads, MOST_THREADS);
}

/** @throws TfliteError TFLITE_BAD_OPTION */
export function checkBatch(batch: number): number {
  return checkCount('batch', batch, LARGEST_BATCH);
}

function checkCount(name: string, count: number, most: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  const message = `${name} is ${count}, and may be 1 to ${most}`;
  throw new TfliteError('TFLITE_BAD_OPTION', message);
}

/** Infinity is 24 days, which is the same for a run. @throws TfliteError TFLITE_BAD_OPTION */
export function checkTimeout(timeoutMs: number): number {
  if (timeoutMs > 0) return Math.min(timeoutMs, LONGEST_MS);
  const message = `timeoutMs is ${timeoutMs}, and has to be above 0`;
  throw new TfliteError('TFLITE_BAD_OPTION', message);
}
