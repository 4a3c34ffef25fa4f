/**
 * A clock that stands still until a test moves it. `advance` lets time pass: due timers fire in
 * order, and what they started settles between one and the next, down to the disk and however slow
 * that is. `set` jumps the wall clock only, as a late NTP answer does: timers and the monotonic
 * clock must not notice.
 */
import type { Clock, Timer } from '../runtime/core/clock.ts';
import { realWorkDone, watchRealWork } from './real-work.ts';

interface Pending {
  readonly dueMs: number;
  readonly callback: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  #monotonicMs = 0;
  /** A Set keeps the order of arming, which decides between timers due at the same moment. */
  readonly #pending = new Set<Pending>();

  constructor(startMs: number = Date.UTC(2026, 5, 1, 12)) {
    this.#now = startMs;
    watchRealWork();
  }

  /** Whole milliseconds, as `Date.now` has them, though timers may fall due between two. */
  now(): number {
    return Math.floor(this.#now);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { dueMs: this.#monotonicMs + Math.max(delayMs, 0), callback };
    this.#pending.add(timer);
    return { cancel: () => void this.#pending.delete(timer) };
  }

  /** How many timers are armed: 0 after a clean `stop()`. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Jumps the wall clock. */
  set(now: number): void {
    this.#now = now;
  }

  /** Lets `ms` pass, including timers that are armed on the way and fall due within it. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonicMs + ms;
    await realWorkDone();
    for (let next = this.#nextDue(end); next !== undefined; next = this.#nextDue(end)) {
      this.#pending.delete(next);
      this.#moveTo(Math.max(next.dueMs, this.#monotonicMs));
      next.callback();
      await realWorkDone();
    }
    this.#moveTo(Math.max(end, this.#monotonicMs));
  }

  /** Lets time pass in such steps until the work is done, and none when it needs none. */
  async during<Result>(work: Promise<Result>, stepMs: number): Promise<Result> {
    const state = { isDone: false };
    const settled = work.finally(() => (state.isDone = true));
    settled.catch(() => undefined);
    await realWorkDone();
    while (!state.isDone) await this.advance(stepMs);
    return settled;
  }

  #moveTo(monotonicMs: number): void {
    this.#now += monotonicMs - this.#monotonicMs;
    this.#monotonicMs = monotonicMs;
  }

  #nextDue(end: number): Pending | undefined {
    let next: Pending | undefined;
    for (const timer of this.#pending)
      if (timer.dueMs <= end && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
    return next;
  }
}
