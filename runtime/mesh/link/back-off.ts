/** How long to wait before the next try: twice as long each time, with chance in it, so that a hundred boards do not come back as one. */
export class BackOff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** 0.25–0.75 s at first, 15–45 s in the end. */
  nextMs(): number {
    const baseMs = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS);
    this.#failures += 1;
    return baseMs * (0.5 + this.#random());
  }

  reset(): void {
    this.#failures = 0;
  }
}

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
