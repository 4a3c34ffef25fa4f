/** A rate limit: a bucket of `burst` tokens that refills one every `refillMs`. In memory, on the monotonic clock. */
import type { Clock } from './clock.ts';

export interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

export class TokenBucket {
  readonly #clock: Clock;
  readonly #rate: Rate;
  #tokens: number;
  #filledAtMs: number;

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledAtMs = clock.monotonicMs();
  }

  /** Whether there is one to take. */
  has(): boolean {
    this.#refill();
    return this.#tokens >= 1;
  }

  /** false = too fast. */
  take(): boolean {
    if (!this.has()) return false;
    this.#tokens -= 1;
    return true;
  }

  #refill(): void {
    const nowMs = this.#clock.monotonicMs();
    const gained = (nowMs - this.#filledAtMs) / this.#rate.refillMs;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained);
    this.#filledAtMs = nowMs;
  }
}
