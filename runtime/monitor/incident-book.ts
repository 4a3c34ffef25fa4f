/** All incidents that are kept, in the order they began: those that are open, and the newest of those that are over. Durable. */
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import { incidentSchema, isOpen, type Incident } from './incident.ts';

const incidentSpace = defineSpace({ name: 'incidents', schema: incidentSchema });

/** Of those that are over. */
const MOST_KEPT = 100;

/** Durable when it resolves. */
type Keep = (writes: readonly Write[]) => Promise<void>;

export class IncidentBook {
  readonly #store: Pick<Store, 'durable'>;
  readonly #space: Space<Incident>;
  readonly #incidents = new Map<string, Incident>();

  constructor({ store }: { readonly store: Pick<Store, 'durable' | 'space'> }) {
    this.#store = store;
    this.#space = store.space(incidentSpace);
  }

  async load(): Promise<void> {
    for (const [id, incident] of await this.#space.list()) this.#incidents.set(id, incident);
  }

  list(): readonly Incident[] {
    return [...this.#incidents.values()];
  }

  open(): readonly Incident[] {
    return this.list().filter(isOpen);
  }

  /** They are so when it resolves, all together; `keep` writes them with what is told of them. */
  async put(
    incidents: readonly Incident[],
    keep: Keep = (writes) => this.#store.durable(writes),
  ): Promise<void> {
    const outdated = this.#outdated();
    await keep([
      ...incidents.map((incident) => this.#space.put(incident.id, incident)),
      ...outdated.map(({ id }) => this.#space.remove(id)),
    ]);
    for (const { id } of outdated) this.#incidents.delete(id);
    for (const incident of incidents) this.#incidents.set(incident.id, incident);
  }

  #outdated(): readonly Incident[] {
    const over = this.list().filter((incident) => !isOpen(incident));
    return over.slice(0, Math.max(0, over.length - MOST_KEPT));
  }
}
