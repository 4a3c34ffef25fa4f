/**
 * How fast one client may send: two leaking buckets, of packets and of bytes. Who is faster is not
 * cut off but read more slowly, so that TCP holds it back and nothing of it is lost.
 */
import type { Clock } from '../../core/clock.ts';

/** A hundred things at five readings a second each; a board sends one pack for each thing and round. */
const PACKETS_PER_S = 500;
const BYTES_PER_S = 1024 * 1024;
/** What may come at once, in seconds of it: everything retained, after a connection is made. */
const BURST_S = 4;

export class FlowLimit {
  readonly #clock: Clock;
  /** In seconds of what is allowed. */
  #level = 0;
  #atMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#atMs = clock.monotonicMs();
  }

  /** Takes what has come and tells how long to wait before reading on, ms; 0 = not too fast. */
  take(packets: number, bytes: number): number {
    const nowMs = this.#clock.monotonicMs();
    this.#level = Math.max(0, this.#level - (nowMs - this.#atMs) / 1_000);
    this.#atMs = nowMs;
    this.#level += Math.max(packets / PACKETS_PER_S, bytes / BYTES_PER_S);
    return Math.max(0, this.#level - BURST_S) * 1_000;
  }
}
