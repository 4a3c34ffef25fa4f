/** Who is open on each device, in the order in which it was asked for: there the last order has the last word. */
import type { Entry } from './entry.ts';
import { isOvertaken } from './overtaking.ts';

export class Lanes {
  readonly #lanes = new Map<string, Set<Entry>>();

  add(entry: Entry): void {
    const lane = this.#lanes.get(entry.lane) ?? new Set();
    this.#lanes.set(entry.lane, lane.add(entry));
  }

  remove(entry: Entry): void {
    const lane = this.#lanes.get(entry.lane);
    lane?.delete(entry);
    if (lane?.size === 0) this.#lanes.delete(entry.lane);
  }

  /** What this newest one passes by. */
  overtakenBy(newest: Entry): readonly Entry[] {
    return this.#of(newest).filter(
      (older) => older !== newest && isOvertaken(older.task, newest.task),
    );
  }

  /** A newer order came while it ran, or stood behind it. */
  isPassed(entry: Entry): boolean {
    const lane = this.#of(entry);
    const newer = lane.slice(lane.indexOf(entry) + 1);
    return entry.isOvertaken || newer.some(({ task }) => isOvertaken(entry.task, task));
  }

  #of({ lane }: Entry): readonly Entry[] {
    return [...(this.#lanes.get(lane) ?? [])];
  }
}
