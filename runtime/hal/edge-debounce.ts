/**
 * Edges that bounce, for a back end whose kernel cannot do it: an edge is told once its level has
 * stood still for a while, with the time of the last change.
 */
import type { Clock, Timer } from '../core/clock.ts';

export interface EdgeDebounceParts {
  readonly clock: Clock;
  readonly debounceMs: number;
  /** The level to begin with. */
  readonly level: boolean;
  readonly tell: (level: boolean, timestampNs: bigint) => void;
}

export class EdgeDebounce {
  readonly #parts: EdgeDebounceParts;
  #level: boolean;
  #timer: Timer | undefined;

  constructor(parts: EdgeDebounceParts) {
    this.#parts = parts;
    this.#level = parts.level;
  }

  hear(level: boolean, timestampNs: bigint): void {
    const { clock, debounceMs, tell } = this.#parts;
    this.#timer?.cancel();
    this.#timer = clock.after(debounceMs, () => {
      if (level === this.#level) return;
      this.#level = level;
      tell(level, timestampNs);
    });
  }

  close(): void {
    this.#timer?.cancel();
  }
}
