/**
 * What a board knows of the tasks about its things, by the word of the gateway: each change once and in
 * order, or all of them anew. Kept for the time without a gateway, with since when nothing was heard.
 */
import type { Clock } from '../../core/clock.ts';
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import { parseMessage, taskStateSchema, taskStatesSchema, type KnownTask } from './messages.ts';

const taskSpace = defineSpace({ name: 'known-tasks', schema: taskStateSchema });
/** `as-of` → epoch ms. */
const timeSpace = defineSpace({ name: 'known-tasks-time', schema: z.number() });
const AS_OF = 'as-of';

export class KnownTasks {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<KnownTask>;
  readonly #times: Space<number>;
  readonly #tasks = new Map<string, KnownTask>();
  #asOf: number | undefined;
  /** Where this session stands; undefined until all of them came. */
  #place: { readonly epoch: string; readonly seq: number } | undefined;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(taskSpace);
    this.#times = store.space(timeSpace);
  }

  async load(): Promise<void> {
    for (const [id, task] of await this.#space.list()) this.#tasks.set(id, task);
    this.#asOf = await this.#times.get(AS_OF);
  }

  /** Oldest first: ids sort by time. */
  list(): readonly KnownTask[] {
    return [...this.#tasks.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Until when this was so, epoch ms; undefined: nothing was ever told. Now, while the gateway is heard. */
  get asOf(): number | undefined {
    return this.isCurrent ? this.#clock.now() : this.#asOf;
  }

  get isCurrent(): boolean {
    return this.#place !== undefined;
  }

  /** @returns false where something is missing: then all of them have to be asked for. @throws MeshError `MESH_BAD_MESSAGE` */
  take(bytes: Uint8Array): boolean {
    const { epoch, seq, isWhole, tasks } = parseMessage(bytes, taskStatesSchema);
    const place = this.#place;
    if (!isWhole && place?.epoch === epoch && seq <= place.seq) return true;
    if (!isWhole && (place?.epoch !== epoch || seq !== place.seq + 1)) return false;
    const told = new Set(tasks.map(({ id }) => id));
    const gone = isWhole ? [...this.#tasks.keys()].filter((id) => !told.has(id)) : [];
    for (const id of gone) this.#tasks.delete(id);
    for (const task of tasks) this.#tasks.set(task.id, task);
    this.#place = { epoch, seq };
    this.#asOf = this.#clock.now();
    this.#store.telemetry([
      ...gone.map((id) => this.#space.remove(id)),
      ...tasks.map((task) => this.#space.put(task.id, task)),
      this.#times.put(AS_OF, this.#asOf),
    ]);
    return true;
  }

  /** The gateway is heard no more: from now on this gets old. */
  lost(): void {
    if (!this.isCurrent) return;
    this.#place = undefined;
    this.#asOf = this.#clock.now();
    this.#store.telemetry([this.#times.put(AS_OF, this.#asOf)]);
  }
}
