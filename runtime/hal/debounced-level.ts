/**
 * The level of an input that bounces: a new one counts once it has stood still for a while. The
 * kernel waits for that where it can, which it does while the event loop is busy, too.
 *
 * Contacts bounce for 1.5 to 6 ms, bad ones for longer (J. Ganssle, "A Guide to Debouncing").
 */
import type { Clock, Timer } from '../core/clock.ts';
import type { GpioBackend, GpioLine, LineOptions } from './gpio.ts';

export interface DebouncedLevelParts {
  readonly gpio: GpioBackend;
  readonly pin: string;
  readonly options: Omit<LineOptions, 'direction' | 'debounceMs' | 'initial'>;
  readonly clock: Clock;
  readonly debounceMs: number;
  /** Hears each level that counts, but not the first one. */
  readonly onLevel: (level: boolean) => void;
}

export class DebouncedLevel {
  readonly #parts: DebouncedLevelParts;
  readonly #line: GpioLine;
  /** What edges and levels are has stood still already. */
  readonly #isByKernel: boolean;
  #level: boolean;
  #timer: Timer | undefined;

  /** Listens from now on. @throws HalError as the back end's `open` */
  constructor(parts: DebouncedLevelParts) {
    const { gpio, pin, options, debounceMs } = parts;
    this.#parts = parts;
    this.#isByKernel = gpio.probe().debounceHw;
    const byKernel = this.#isByKernel ? { debounceMs } : {};
    this.#line = gpio.open(pin, { ...options, ...byKernel, direction: 'in' });
    try {
      this.#level = this.#line.read();
      this.#line.onEdge(({ level }) => {
        if (this.#isByKernel) this.#settle(level);
        else this.#wait();
      });
    } catch (error) {
      this.#line.close();
      throw error;
    }
  }

  /** Asking looks at the line too: an edge that a lossy backend swallowed is noticed then. */
  get level(): boolean {
    if (this.#timer !== undefined) return this.#level;
    const level = this.#line.read();
    if (this.#isByKernel) this.#settle(level);
    else if (level !== this.#level) this.#wait();
    return this.#level;
  }

  close(): void {
    this.#timer?.cancel();
    this.#line.close();
  }

  #wait(): void {
    const { clock, debounceMs } = this.#parts;
    this.#timer?.cancel();
    this.#timer = clock.after(debounceMs, () => {
      this.#timer = undefined;
      this.#settle(this.#line.read());
    });
  }

  #settle(level: boolean): void {
    if (level === this.#level) return;
    this.#level = level;
    this.#parts.onLevel(level);
  }
}
