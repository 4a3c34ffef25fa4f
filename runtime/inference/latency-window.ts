/** How long models took in the last five minutes, of all of them together: for the alert. */
import type { Clock } from '../core/clock.ts';

const WINDOW_MS = 300_000;
/** A bound on memory; with more, only the newest count. */
const MOST = 1_000;

export class LatencyWindow {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #looks: { readonly at: number; readonly ms: number }[] = [];

  constructor({ clock }: { readonly clock: Pick<Clock, 'monotonicMs'> }) {
    this.#clock = clock;
  }

  add(ms: number): void {
    this.#looks.push({ at: this.#clock.monotonicMs(), ms });
    if (this.#looks.length > MOST) this.#looks.shift();
  }

  /** 95 in 100 took no longer, ms; undefined where no model was asked. */
  p95(): number | undefined {
    const since = this.#clock.monotonicMs() - WINDOW_MS;
    this.#looks = this.#looks.filter(({ at }) => at > since);
    const sorted = this.#looks.map(({ ms }) => ms).sort((one, other) => one - other);
    return sorted[Math.ceil(sorted.length * 0.95) - 1];
  }
}
