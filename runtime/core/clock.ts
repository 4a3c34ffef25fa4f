/**
 * Time, injectable. Rules and deadlines use the wall clock, durations on a board the monotonic
 * one: a clock that jumps must not shorten "for ten minutes".
 */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall clock, epoch ms. */
  now(): number;
  /** Never goes back; origin is arbitrary. */
  monotonicMs(): number;
  /** Calls once after `delayMs` (may be longer than setTimeout's 24.8 days). Keeps the process alive until then: who sets it cancels it in `stop`. */
  after(delayMs: number, callback: () => void): Timer;
}

/** setTimeout silently fires at once beyond this (HTML timers: signed 32-bit milliseconds). */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Nothing here is older than this project: a wall clock before it was never set (a board without RTC starts in 1970). */
const EARLIEST_TRUSTED = Date.UTC(2026, 0, 1);

export function isTrustedTime(now: number): boolean {
  return now >= EARLIEST_TRUSTED;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const deadline = performance.now() + delayMs;
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const left = Math.ceil(deadline - performance.now());
      handle = setTimeout(look, Math.min(Math.max(left, 0), MAX_TIMEOUT_MS));
    };
    // setTimeout counts from when its turn of the loop began, so after much work in one turn it is
    // early; a conversion that is read a millisecond early is not done.
    const look = (): void => {
      if (performance.now() < deadline) arm();
      else callback();
    };
    arm();
    return {
      cancel: () => {
        clearTimeout(handle);
      },
    };
  },
};

/** Resolves once `delayMs` have passed. */
export function delay(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/**
 * Calls again and again, `intervalMs` after the last call has *ended*, so that slow work never piles
 * up. `work` deals with its own failures: what escapes it is a defect, and ends the process.
 */
export function every(clock: Clock, intervalMs: number, work: () => void | Promise<void>): Timer {
  let cancelled = false;
  let timer: Timer;
  const arm = (): void => {
    timer = clock.after(intervalMs, () => {
      void Promise.resolve(work()).finally(() => {
        if (!cancelled) arm();
      });
    });
  };
  arm();
  return {
    cancel: () => {
      cancelled = true;
      timer.cancel();
    },
  };
}
