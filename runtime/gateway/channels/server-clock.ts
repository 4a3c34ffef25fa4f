/**
 * How far the clock of this board is from that of a platform's server: of every answer the date is looked at.
 * Signatures, tokens and certificates are good for minutes, so that a clock that is wrong looks like a token
 * that is.
 */
import type { Clock } from '../../core/clock.ts';

/** RFC 9110 §6.6.1: the date is when the answer was made, in whole seconds; it may have waited on its way. */
const TOLERATED_MS = 60_000;

export class ServerClock {
  readonly #fetch: typeof globalThis.fetch;
  readonly #clock: Clock;
  #skewMs = 0;

  constructor({ fetch, clock }: { fetch: typeof globalThis.fetch; clock: Clock }) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** The same, and looks at the date. */
  readonly fetch: typeof globalThis.fetch = async (...request) => {
    const response = await this.#fetch(...request);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.#skewMs = this.#clock.now() - date;
    return response;
  };

  /** Positive: this board is ahead. undefined: it is right, as far as is known. */
  get skewMs(): number | undefined {
    return Math.abs(this.#skewMs) > TOLERATED_MS ? this.#skewMs : undefined;
  }
}

export const CURE_OF_CLOCK = 'Set the clock of this board: sudo timedatectl set-ntp true';

/** `6 min behind` */
export function saySkew(skewMs: number): string {
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  const amount =
    seconds < 7_200
      ? `${String(Math.round(seconds / 60))} min`
      : `${String(Math.round(seconds / 3_600))} h`;
  return `${amount} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}
