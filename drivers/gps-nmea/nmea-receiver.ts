/** What a receiver said last: bytes → sentences → a sample. Damaged sentences are as good as not said. */
import type { Clock } from '../../runtime/core/clock.ts';
import type { Sample } from '../../runtime/hal/driver.ts';
import { fieldsOf, gga, rmc } from './nmea-sentence.ts';

/** NMEA 0183: a sentence has at most 82 characters. What is longer without an end is none. */
const LONGEST_SENTENCE = 82;

export class NmeaReceiver {
  readonly #clock: Clock;
  #text = '';
  #gga: Sample | undefined;
  #rmc: Sample = {};
  #rmcMs = -Infinity;
  #heardMs = -Infinity;
  #damaged = 0;
  #told: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  hear(bytes: Uint8Array): void {
    const lines = (this.#text + Buffer.from(bytes).toString('latin1')).split(/\r?\n/);
    this.#text = (lines.pop() ?? '').slice(-LONGEST_SENTENCE);
    for (const line of lines) this.#take(line);
  }

  isFresh(limitMs: number): boolean {
    return this.#clock.monotonicMs() - this.#heardMs <= limitMs;
  }

  /** Bytes came, and nothing but damaged ones, since the last good sentence. */
  isNoise(): boolean {
    return this.#damaged > 0 || this.#text.length === LONGEST_SENTENCE;
  }

  /** Resolves with the next good sentence that says where it is, for whoever asked last: who gave up is forgotten. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#told = resolve;
    });
  }

  /** Speed belongs to a position, and comes in a sentence of its own: without a fix, or older than the limit, there is none. */
  sample(limitMs: number): Sample {
    const place = this.#gga ?? {};
    const isMoving = place['fix'] === true && this.#clock.monotonicMs() - this.#rmcMs <= limitMs;
    return isMoving ? { ...this.#rmc, ...place } : place;
  }

  #take(line: string): void {
    const fields = fieldsOf(line);
    if (fields === undefined) {
      this.#damaged += line === '' ? 0 : 1;
      return;
    }
    const motion = rmc(fields);
    if (motion !== undefined) {
      this.#rmc = motion;
      this.#rmcMs = this.#clock.monotonicMs();
    }
    const place = gga(fields);
    if (place === undefined) return;
    this.#gga = place;
    this.#damaged = 0;
    this.#heardMs = this.#clock.monotonicMs();
    this.#told();
  }
}
