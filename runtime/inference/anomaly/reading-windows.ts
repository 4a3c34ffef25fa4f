/**
 * Readings one after the other → windows of so many, none of them with a hole in it. The same for
 * what is learned from and for what is judged, so that both mean the same by a window. Pure.
 */

/** How many readings a window has: long enough to tell noise from a change, at 10 s a little over ten minutes. */
export const WINDOW = 64;

/** Whoever asks in between brings a reading more: nearer to the one before than this share of a step, it is left out. */
const TOO_SOON = 0.5;

/** Later than so many steps after the one before, something is missing. */
const TOO_LATE = 2.5;

export class ReadingWindows {
  readonly #stepMs: number;
  readonly #values = new Float64Array(WINDOW);
  #count = 0;
  #lastAt = -Infinity;

  /** @param stepMs what usually lies between two readings */
  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  /** How many readings there are since the last hole; at most a window full. */
  get filled(): number {
    return Math.min(this.#count, WINDOW);
  }

  /** Begins anew: what came before does not belong to what comes. */
  clear(): void {
    this.#count = 0;
    this.#lastAt = -Infinity;
  }

  /** @returns the newest window, oldest value first, where this reading completes one; each is new */
  push(at: number, value: number): Float64Array | undefined {
    const since = at - this.#lastAt;
    if (since < this.#stepMs * TOO_SOON) return undefined;
    if (since > this.#stepMs * TOO_LATE) this.#count = 0;
    this.#lastAt = at;
    this.#values[this.#count % WINDOW] = value;
    this.#count += 1;
    if (this.#count < WINDOW) return undefined;
    const start = this.#count % WINDOW;
    const window = new Float64Array(WINDOW);
    window.set(this.#values.subarray(start));
    window.set(this.#values.subarray(0, start), WINDOW - start);
    return window;
  }
}
