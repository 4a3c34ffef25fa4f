/**
 * A store in memory that can lose its power. What was asked of it becomes durable when the test says
 * so, in the order of the calls; a power cut keeps what was durable, and as much of the rest, from
 * its beginning, as the test says: a disk may hold more than it has acknowledged, and never less.
 */
import { Space, type Range, type RowSource, type SpaceDefinition } from '../runtime/state/space.ts';
import type { Write } from '../runtime/state/store.ts';

interface Group {
  readonly writes: readonly Write[];
  readonly resolve: () => void;
}

export class FragileStore implements RowSource {
  readonly #disk: Map<string, string>;
  #asked: Group[] = [];
  #isLost = false;
  /** Commits by itself, a turn later. */
  isQuick = false;

  constructor(disk: ReadonlyMap<string, string> = new Map()) {
    this.#disk = new Map(disk);
  }

  space<T>(definition: SpaceDefinition<T>): Space<T> {
    return new Space(definition, this);
  }

  durable(writes: readonly Write[]): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#isLost) this.#asked.push({ writes, resolve });
      if (this.isQuick) setImmediate(() => this.commit());
    });
  }

  telemetry(writes: readonly Write[]): void {
    this.#keep(writes);
  }

  /** All that was asked so far is on the disk. Whether that was anything. */
  commit(): boolean {
    const groups = this.#asked;
    this.#asked = [];
    for (const { writes } of groups) this.#keep(writes);
    for (const { resolve } of groups) resolve();
    return groups.length > 0;
  }

  /** What the next life finds. Nobody of this one hears of anything any more. */
  losePower(unacknowledged: number): FragileStore {
    for (const { writes } of this.#asked.slice(0, unacknowledged)) this.#keep(writes);
    this.#asked = [];
    this.#isLost = true;
    return new FragileStore(this.#disk);
  }

  row(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#disk.get(key));
  }

  async *rows({ gte = '', lt = '￿' }: Range): AsyncGenerator<readonly [string, string]> {
    const rows = [...this.#disk].filter(([key]) => key >= gte && key < lt);
    for (const row of rows.sort(([one], [other]) => (one < other ? -1 : 1)))
      yield await Promise.resolve(row);
  }

  #keep(writes: readonly Write[]): void {
    for (const { key, value } of writes)
      if (value === undefined) this.#disk.delete(key);
      else this.#disk.set(key, value);
  }
}
