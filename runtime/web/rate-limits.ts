/** One token bucket for each sender. Remembers a bounded number of senders: the oldest is forgotten first. */
import type { Clock } from '../core/clock.ts';
import { TokenBucket } from '../core/token-bucket.ts';

const MAX_SENDERS = 256;

export class RateLimits {
  readonly #clock: Clock;
  readonly #rate: { readonly burst: number; readonly refillMs: number };
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(clock: Clock, rate: { readonly burst: number; readonly refillMs: number }) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** This sender has to wait. */
  isClosed(sender: string): boolean {
    return this.#buckets.get(sender)?.has() === false;
  }

  /** false: this sender has to wait. */
  take(sender: string): boolean {
    const bucket = this.#buckets.get(sender) ?? new TokenBucket(this.#clock, this.#rate);
    this.#buckets.set(sender, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_SENDERS && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take();
  }
}
