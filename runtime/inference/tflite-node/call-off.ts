/** Work that somebody no longer waits for: it fails at once, though the work itself may go on. */
import { TfliteError } from './errors.ts';

export interface CallOffOptions {
  readonly signal?: AbortSignal | undefined;
  /** From now. */
  readonly limitMs?: number | undefined;
}

/**
 * @param start begins the work, at once; what it waits for first, it asks `isOff` after
 * @throws TfliteError TFLITE_ABORTED, TFLITE_TIMEOUT, or what the work throws
 */
export async function untilCalledOff<T>(
  start: (isOff: () => boolean) => Promise<T>,
  { signal, limitMs }: CallOffOptions,
): Promise<T> {
  if (signal?.aborted === true) throw aborted();
  return new Promise((resolve, reject) => {
    let isOff = false;
    // First of all: what computes elsewhere does so while the rest is set up.
    const work = start(() => isOff);
    const callOff = (error: TfliteError): void => {
      isOff = true;
      reject(error);
    };
    const abort = (): void => callOff(aborted());
    const tooLate = (): void => callOff(timedOut(limitMs ?? 0));
    const timer = limitMs === undefined ? undefined : setTimeout(tooLate, limitMs);
    signal?.addEventListener('abort', abort);
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    work.finally(finish).then(resolve, reject);
  });
}

export function aborted(): TfliteError {
  return new TfliteError('TFLITE_ABORTED', 'the run was called off');
}

function timedOut(limitMs: number): TfliteError {
  return new TfliteError('TFLITE_TIMEOUT', `the run took longer than ${limitMs} ms`);
}
