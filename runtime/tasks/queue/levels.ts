/**
 * First come, first served, on three levels of urgency, so that nothing starves: after `PATIENCE` turns
 * that overtook somebody, the next one is of whoever came first. Age counts in turns and not in time;
 * however old a backlog is, a person waits for one piece of it at most, and not for all.
 */
import type { Level } from '../task.ts';

/** `safety` waits in no line. */
export type WaitingLevel = Exclude<Level, 'safety'>;

const ORDER: readonly WaitingLevel[] = ['interactive', 'workflow', 'background'];

/** So many turns in a row may overtake somebody. */
export const PATIENCE = 4;

export interface Turn<Item> {
  readonly item: Item;
  readonly level: WaitingLevel;
  /** When it came, counted in items. */
  readonly number: number;
}

export class Levels<Item> {
  /** Item → its number; in the order of coming. */
  readonly #items: Readonly<Record<WaitingLevel, Map<Item, number>>> = {
    interactive: new Map(),
    workflow: new Map(),
    background: new Map(),
  };
  #last = 0;
  #overtakings = 0;

  get size(): number {
    return ORDER.reduce((sum, level) => sum + this.#items[level].size, 0);
  }

  add(item: Item, level: WaitingLevel): void {
    this.#last += 1;
    this.#items[level].set(item, this.#last);
  }

  remove(item: Item): void {
    for (const level of ORDER) this.#items[level].delete(item);
  }

  /** Whose turn it is. */
  next(): Turn<Item> | undefined {
    const heads = this.#heads();
    return this.#overtakings < PATIENCE ? heads[0] : oldestOf(heads);
  }

  first(level: WaitingLevel): Turn<Item> | undefined {
    for (const [item, number] of this.#items[level]) return { item, level, number };
    return undefined;
  }

  /** It has its turn. */
  take({ item, level, number }: Turn<Item>): void {
    this.#items[level].delete(item);
    const isOvertaking = this.#heads().some((head) => head.number < number);
    this.#overtakings = isOvertaking ? this.#overtakings + 1 : 0;
  }

  /** The most urgent first, and then in the order of coming. */
  *list(): Generator<Item> {
    for (const level of ORDER) yield* this.#items[level].keys();
  }

  #heads(): readonly Turn<Item>[] {
    return ORDER.flatMap((level) => this.first(level) ?? []);
  }
}

function oldestOf<Item>(turns: readonly Turn<Item>[]): Turn<Item> | undefined {
  return turns.toSorted((one, other) => one.number - other.number)[0];
}
