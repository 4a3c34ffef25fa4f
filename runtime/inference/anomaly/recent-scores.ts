/**
 * From scores to "it is unusual now": it begins when half of the scores of a window are too high, so
 * that one bad reading alarms nobody, and it is over when for six windows not one was. Pure.
 */
import { WINDOW } from './reading-windows.ts';

/** Windows without one score that is too high, until it is over. */
const QUIET_WINDOWS = 6;

/** A score so many times as high as the highest usual one is too high. */
export const ALARM_FACTOR = 1.5;

export class RecentScores {
  readonly #scores: number[] = [];

  push(score: number): void {
    this.#scores.push(score);
    if (this.#scores.length > WINDOW * QUIET_WINDOWS) this.#scores.shift();
  }

  /** What an alert compares. @param isAlarmed it has begun, and is not over yet; undefined until there are enough scores */
  level(isAlarmed: boolean): number | undefined {
    // After a restart there are few: that they are as usual does not end what went before.
    if (isAlarmed && this.#scores.length < WINDOW * QUIET_WINDOWS) return undefined;
    if (isAlarmed) return Math.max(...this.#scores);
    const newest = this.#scores.slice(-WINDOW);
    if (newest.length < WINDOW / 2) return undefined;
    return newest.sort((left, right) => left - right)[Math.floor(newest.length / 2)];
  }
}
