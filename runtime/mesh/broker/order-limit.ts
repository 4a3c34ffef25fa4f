/**
 * How many writes a foreign client may ask for: so many a second, and so many that are not over yet.
 * What is beyond is dropped and not kept waiting: an order behind a thousand others is wanted by
 * nobody any more, and the places for open tasks belong to people too.
 */
import type { Clock } from '../../core/clock.ts';
import { TokenBucket, type Rate } from '../../core/token-bucket.ts';

/** A scene of twenty lights at once, and a slider that is drawn. */
const RATE: Rate = { burst: 20, refillMs: 100 };
const MOST_OPEN = 20;

interface Orders {
  readonly bucket: TokenBucket;
  open: number;
}

export class OrderLimit {
  readonly #clock: Clock;
  readonly #orders = new Map<string, Orders>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** false = too many. @param client name of a grant: of those there are few */
  take(client: string): boolean {
    const orders = this.#orders.get(client) ?? {
      bucket: new TokenBucket(this.#clock, RATE),
      open: 0,
    };
    this.#orders.set(client, orders);
    if (orders.open >= MOST_OPEN || !orders.bucket.take()) return false;
    orders.open += 1;
    return true;
  }

  /** One that was taken is over. */
  ended(client: string): void {
    const orders = this.#orders.get(client);
    if (orders !== undefined) orders.open -= 1;
  }
}
