/** Which task a key stands for, from its submission until its end is on the disk, where `TaskList` has it. */
import type { Entry } from './entry.ts';

export class Keys {
  readonly #entries = new Map<string, Entry>();

  find(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  add(entry: Entry): void {
    const { key } = entry.task;
    if (key === undefined) return;
    this.#entries.set(key, entry);
    const forget = (): void => void this.#entries.delete(key);
    entry.ended.then(forget, forget);
  }
}
