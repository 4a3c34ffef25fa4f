/**
 * Group commit: whatever queued up while the last commit ran becomes the next one, in the order it
 * came. No timer: alone, a write starts at the end of the current tick; under load the disk sets
 * the size of a group.
 *
 * After a failure nothing is committed any more. LevelDB's log may then end in half a record, and
 * what stands behind one is dropped at the next start: acknowledging it would be a lie.
 */
interface Entry<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Item> {
  readonly #commit: (items: readonly Item[]) => Promise<void>;
  #queue: Entry<Item>[] = [];
  #running: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** `commit` makes the items durable, all or none, before it resolves. */
  constructor(commit: (items: readonly Item[]) => Promise<void>) {
    this.#commit = commit;
  }

  /** Resolves when the items are durable; rejects with the error of the commit that failed. */
  add(items: readonly Item[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ items, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when all that was added so far is settled. Never rejects. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      await this.#commitGroup(group);
    }
    this.#running = undefined;
  }

  async #commitGroup(group: readonly Entry<Item>[]): Promise<void> {
    try {
      if (this.#failure === undefined) await this.#commit(group.flatMap((entry) => entry.items));
    } catch (error) {
      this.#failure = { error };
    }
    for (const entry of group) {
      if (this.#failure === undefined) entry.resolve();
      else entry.reject(this.#failure.error);
    }
  }
}
