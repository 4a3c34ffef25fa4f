/** All that lives on this board, by address: properties to read, actuators to write, and who wants to hear of readings. */
import { formatAddress, type PropertyAddress, type Reading } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import type { Actuator } from './actuator.ts';
import type { DistantThings } from './distant-things.ts';
import type { LiveProperty, ReadingListener } from './live-property.ts';
import type { ThingsView } from './things-view.ts';

export class Things implements ThingsView {
  #things: readonly SiteThing[] = [];
  readonly #properties = new Map<string, LiveProperty>();
  readonly #actuators = new Map<string, Actuator>();
  readonly #listeners = new Set<ReadingListener>();

  readonly #distant: DistantThings | undefined;

  /** @param distant what rules of this board may read of other boards */
  constructor(distant?: DistantThings) {
    this.#distant = distant;
  }

  /** Begins anew with these, none of them alive yet. Who listens goes on listening. */
  replace(things: readonly SiteThing[]): void {
    this.#things = things;
    this.#properties.clear();
    this.#actuators.clear();
  }

  /** These there are now. What is gone is not alive any more; what came is not alive yet. */
  follow(things: readonly SiteThing[], gone: ReadonlySet<string>): void {
    this.#things = things;
    for (const [name, { thing }] of this.#properties) {
      if (!gone.has(thing.id)) continue;
      this.#properties.delete(name);
      this.#actuators.delete(name);
    }
  }

  list(): readonly SiteThing[] {
    return this.#things;
  }

  thing(id: string): SiteThing | undefined {
    return this.#things.find((thing) => thing.id === id);
  }

  add(property: LiveProperty, actuator?: Actuator): void {
    this.#properties.set(property.name, property);
    if (actuator !== undefined) this.#actuators.set(property.name, actuator);
  }

  find(address: PropertyAddress): LiveProperty | undefined {
    return this.#properties.get(formatAddress(address)) ?? this.#distant?.find(address);
  }

  actuator(address: PropertyAddress): Actuator | undefined {
    return this.#actuators.get(formatAddress(address));
  }

  properties(): readonly LiveProperty[] {
    return [...this.#properties.values()];
  }

  actuators(): readonly Actuator[] {
    return [...this.#actuators.values()];
  }

  /** Hears every sample and every change of quality. Returns how to stop. */
  onReading(listener: ReadingListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What live properties call. */
  readonly tell = (property: LiveProperty, reading: Reading): void => {
    for (const listener of this.#listeners) listener(property, reading);
  };
}
