/** Many moments, and one timer. On the monotonic clock: a wall clock that jumps makes nothing due. */
import type { Clock, Timer } from '../../core/clock.ts';

export interface AlarmParts {
  readonly clock: Clock;
  readonly onDue: (id: string) => void;
}

export class Alarm {
  readonly #parts: AlarmParts;
  /** On the monotonic clock, ms. */
  readonly #due = new Map<string, number>();
  #timer: Timer | undefined;
  #armedFor = Infinity;

  constructor(parts: AlarmParts) {
    this.#parts = parts;
  }

  set(id: string, delayMs: number): void {
    const due = this.#parts.clock.monotonicMs() + delayMs;
    this.#due.set(id, due);
    if (due < this.#armedFor) this.#arm(due);
  }

  clear(id: string): void {
    this.#due.delete(id);
  }

  stop(): void {
    this.#due.clear();
    this.#disarm();
  }

  #arm(due: number): void {
    this.#timer?.cancel();
    this.#armedFor = due;
    const delayMs = Math.max(due - this.#parts.clock.monotonicMs(), 0);
    this.#timer = this.#parts.clock.after(delayMs, () => {
      this.#ring();
    });
  }

  #ring(): void {
    this.#disarm();
    const now = this.#parts.clock.monotonicMs();
    let next = Infinity;
    for (const [id, due] of [...this.#due]) {
      if (due > now) next = Math.min(next, due);
      else {
        this.#due.delete(id);
        this.#parts.onDue(id);
      }
    }
    if (next < this.#armedFor) this.#arm(next);
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#armedFor = Infinity;
  }
}
