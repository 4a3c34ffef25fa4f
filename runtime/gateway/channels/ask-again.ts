/**
 * Listening where the platform posts: nothing is open that could break, so it is asked now and then whether
 * all is well. Its answer is the proof of life.
 */
import type { Clock } from '../../core/clock.ts';
import type { Hearing, Trouble } from './channel-adapter.ts';
import { Pause } from './pause.ts';

export interface Asking {
  readonly clock: Clock;
  readonly everyMs: number;
  /** undefined: all is well. */
  readonly ask: (signal: AbortSignal) => Promise<Trouble | undefined>;
}

export async function askAgain(
  { clock, everyMs, ask }: Asking,
  hearing: Pick<Hearing, 'alive'>,
  signal: AbortSignal,
): Promise<Trouble | undefined> {
  const pause = new Pause(clock);
  const end = (): void => {
    pause.end();
  };
  const isOver = (): boolean => signal.aborted;
  signal.addEventListener('abort', end, { once: true });
  try {
    while (!isOver()) {
      const trouble = await ask(signal);
      if (isOver()) return undefined;
      if (trouble !== undefined) return trouble;
      hearing.alive();
      await pause.for(everyMs);
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
