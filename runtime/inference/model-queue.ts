/**
 * Who waits for one model. One run at a time; the more urgent first, then the earlier; at most so
 * many wait. Being too many or too late is an answer, and no error.
 *
 *   ask → waiting ──its turn──→ running → done
 *           │  └── deadline ──→ expired      (running past its deadline: expired, and the run goes on)
 *           └──── displaced ──→ busy
 */
import type { Clock, Timer } from '../core/clock.ts';
import type { Urgency } from '../hal/model-port.ts';

const RANK: Readonly<Record<Urgency, number>> = { rule: 0, person: 1, routine: 2 };

export type QueueRefusal = 'busy' | 'expired';

export interface QueueOptions {
  readonly clock: Clock;
  /** At most so many wait beside the one that runs. */
  readonly capacity: number;
  /** Hears how many wait after each change. */
  readonly onLength: (length: number) => void;
}

export interface Wish {
  readonly urgency: Urgency;
  readonly withinMs: number;
}

interface Waiting extends Wish {
  readonly run: () => Promise<void>;
  readonly refuse: (why: QueueRefusal) => void;
  readonly timer: Timer;
}

export class ModelQueue {
  readonly #options: QueueOptions;
  /** In the order of their turns. */
  readonly #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#running === undefined;
  }

  /** What the work brought, or why it did not come to that. Rejects as the work does. */
  ask<Result>(work: () => Promise<Result>, wish: Wish): Promise<Result | QueueRefusal> {
    return new Promise((resolve, reject) => {
      const expire = (): void => {
        this.#leave(waiting);
        resolve('expired');
      };
      const waiting: Waiting = {
        ...wish,
        timer: this.#options.clock.after(wish.withinMs, expire),
        refuse: (why) => {
          waiting.timer.cancel();
          resolve(why);
        },
        run: () =>
          work()
            .then(resolve, reject)
            .finally(() => {
              waiting.timer.cancel();
            }),
      };
      this.#enter(waiting);
    });
  }

  /** Whoever waits is told that it is too busy; resolves when nothing runs any more. */
  async close(): Promise<void> {
    for (const waiting of this.#waiting.splice(0)) waiting.refuse('busy');
    await this.#running;
  }

  /** Where all places are taken, the last of the less urgent gives way. */
  #enter(waiting: Waiting): void {
    const later = this.#waiting.findIndex((other) => RANK[other.urgency] > RANK[waiting.urgency]);
    this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, waiting);
    if (this.#running === undefined) this.#next();
    else if (this.#waiting.length > this.#options.capacity) this.#waiting.pop()?.refuse('busy');
    this.#options.onLength(this.#waiting.length);
  }

  #leave(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    this.#options.onLength(this.#waiting.length);
  }

  #next(): void {
    const next = this.#waiting.shift();
    this.#running = next?.run().then(() => {
      this.#next();
      this.#options.onLength(this.#waiting.length);
    });
  }
}
