/** How long to wait before the next try: twice as long each time, with chance in it, so that a hundred boards do not come back as one. */
export class BackOff {
  readonly #random: () => number;
  readonly #longestMs: number;
  #failures = 0;

  /** @param random 0 ≤ x < 1, as Math.random */
  constructor(random: () => number, longestMs = LONGEST_MS) {
    this.#random = random;
    this.#longestMs = longestMs;
  }

  /** 0.25–0.75 s at first; half to one and a half of the longest in the end. */
  nextMs(): number {
    const baseMs = Math.min(FIRST_MS * 2 ** this.#failures, this.#longestMs);
    this.#failures += 1;
    return baseMs * (0.5 + this.#random());
  }

  reset(): void {
    this.#failures = 0;
  }
}

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
