/**
 * What a disk does to a node: it is slow, it hangs, it is full. The store is the real one; `fill`
 * gives the database's log to `/dev/full`, so that LevelDB itself gets ENOSPC from the kernel.
 */
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import type { Store } from '../runtime/state/store.ts';

export class SlowDisk {
  /** Durable writes since it was made. */
  writes = 0;
  /** Called when a write is durable; who asked for it hears when this has ended. */
  onDurable: () => void | Promise<void> = () => undefined;
  readonly #directory: string;
  #hang: Promise<void> | undefined;
  #letGo: () => void = () => undefined;

  constructor(store: Store, directory: string) {
    this.#directory = directory;
    const durable = store.durable.bind(store);
    store.durable = async (writes) => {
      this.writes += 1;
      await this.#hang;
      await durable(writes);
      await this.onDurable();
    };
  }

  /** Nothing becomes durable until `resume`. */
  hang(): void {
    this.#hang = new Promise((resolve) => (this.#letGo = resolve));
  }

  resume(): void {
    this.#hang = undefined;
    this.#letGo();
  }

  /** From now on every write fails, until the store is opened anew. */
  fill(): void {
    const log = openFiles().find(
      ({ path }) => path.startsWith(this.#directory) && path.endsWith('.log'),
    );
    if (log === undefined) throw new Error('the database has no log open');
    closeSync(log.descriptor);
    // The lowest free number is given out first; those below it are free, too.
    while (openSync('/dev/full', 'w') < log.descriptor);
  }
}

function openFiles(): { descriptor: number; path: string }[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [{ descriptor: Number(name), path: readlinkSync(`/proc/self/fd/${name}`) }];
    } catch {
      return [];
    }
  });
}
