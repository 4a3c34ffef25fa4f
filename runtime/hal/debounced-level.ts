/**
 * The level of an input that bounces: a new one counts once it has stood still for a while.
 *
 * Contacts bounce for 1.5 to 6 ms, bad ones for longer (J. Ganssle, "A Guide to Debouncing").
 */
import type { Clock, Timer } from '../core/clock.ts';
import type { GpioLine } from './gpio.ts';

export interface DebouncedLevelParts {
  readonly line: GpioLine;
  readonly clock: Clock;
  readonly debounceMs: number;
  /** Hears each level that counts, but not the first one. */
  readonly onLevel: (level: boolean) => void;
}

export class DebouncedLevel {
  readonly #parts: DebouncedLevelParts;
  #level: boolean;
  #timer: Timer | undefined;

  /** Listens from now on; the line stays the caller's to close. */
  constructor(parts: DebouncedLevelParts) {
    this.#parts = parts;
    this.#level = parts.line.read();
    parts.line.onEdge(() => {
      this.#wait();
    });
  }

  /** Asking looks at the line too: an edge that a lossy backend swallowed is noticed then. */
  get level(): boolean {
    if (this.#timer === undefined && this.#parts.line.read() !== this.#level) this.#wait();
    return this.#level;
  }

  close(): void {
    this.#timer?.cancel();
  }

  #wait(): void {
    const { clock, debounceMs } = this.#parts;
    this.#timer?.cancel();
    this.#timer = clock.after(debounceMs, () => {
      this.#timer = undefined;
      this.#settle();
    });
  }

  #settle(): void {
    const { line, onLevel } = this.#parts;
    const level = line.read();
    if (level === this.#level) return;
    this.#level = level;
    onLevel(level);
  }
}
