/**
 * The clock of a board without a battery: the machine's, until that was never set; then the
 * gateway's signed time, carried on by the monotonic clock. When the machine's own clock is set
 * later, it is believed from then on.
 */
import { isTrustedTime, type Clock, type Timer } from './clock.ts';

export class SiteClock implements Clock {
  readonly #base: Clock;
  /** Epoch ms of the moment the monotonic clock was 0. */
  #originMs: number | undefined;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    const own = this.#base.now();
    if (this.#originMs === undefined || isTrustedTime(own)) return own;
    return Math.floor(this.#originMs + this.#base.monotonicMs());
  }

  monotonicMs(): number {
    return this.#base.monotonicMs();
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.#base.after(delayMs, callback);
  }

  /** The caller has checked who says so. @param now epoch ms */
  trust(now: number): void {
    if (isTrustedTime(now)) this.#originMs = now - this.#base.monotonicMs();
  }
}
