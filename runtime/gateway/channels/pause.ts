/** Waiting that can be ended: by whoever stops, all waits at once and for good. */
import type { Clock } from '../../core/clock.ts';

export class Pause {
  readonly #clock: Clock;
  readonly #ends = new Set<() => void>();
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @returns true after so long, false when it was ended */
  for(delayMs: number): Promise<boolean> {
    if (this.#isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = this.#clock.after(delayMs, () => {
        this.#ends.delete(end);
        resolve(true);
      });
      const end = (): void => {
        timer.cancel();
        resolve(false);
      };
      this.#ends.add(end);
    });
  }

  end(): void {
    this.#isOver = true;
    for (const end of this.#ends) end();
    this.#ends.clear();
  }
}
