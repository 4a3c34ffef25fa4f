/** Patience with an end: waits for work, but not for ever. The work itself goes on; what it brings later is lost. */
import type { Clock, Timer } from './clock.ts';

/** What the work brought, or undefined when it took longer than `limitMs`. Rejects as the work does. */
export async function within<Result>(
  clock: Clock,
  limitMs: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  let timer: Timer | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = clock.after(limitMs, () => {
      resolve(undefined);
    });
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    timer?.cancel();
  }
}
