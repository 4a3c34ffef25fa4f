/**
 * How far was heard: the second of the last message, and which of that second. `since` takes whole seconds, and
 * brings those of it again.
 */
import type { NtfyEvent } from './parse.ts';

/** Of one second. */
const MOST_IDS = 50;

export class HeardUpTo {
  #time: number | undefined;
  #ids: readonly string[] = [];

  /** @param cursor `1635528757 hwQ2YpKdmg,DGUDShMCsc` */
  constructor(cursor: string | undefined) {
    const [, time, ids = ''] = /^(\d+) ([\w,]*)$/.exec(cursor ?? '') ?? [];
    if (time === undefined) return;
    this.#time = Number(time);
    this.#ids = ids.split(',');
  }

  /** docs.ntfy.sh/subscribe/api, "Fetch cached messages"; undefined: nothing was heard yet. */
  get since(): number | undefined {
    return this.#time;
  }

  has({ time, id }: NtfyEvent): boolean {
    return time === this.#time && this.#ids.includes(id);
  }

  /** @returns what is to be kept */
  add({ time, id }: Pick<NtfyEvent, 'time' | 'id'>): string {
    if (this.#time === undefined || time > this.#time) {
      this.#time = time;
      this.#ids = [id];
    } else if (time === this.#time) this.#ids = [...this.#ids, id].slice(-MOST_IDS);
    return `${String(this.#time)} ${this.#ids.join(',')}`;
  }
}
