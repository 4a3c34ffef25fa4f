/** All things of the site as the gateway sees them: its own board's at first hand, the others' as they tell of them. */
import type { PropertyAddress } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import type { Actuator } from './actuator.ts';
import type { DistantThings } from './distant-things.ts';
import type { LiveProperty, ReadingListener } from './live-property.ts';
import type { Things } from './things.ts';
import type { ThingsView } from './things-view.ts';

export interface SiteThingsParts {
  readonly own: Things;
  readonly distant: DistantThings;
  /** What this node has learned to say of either, and nothing else of them. */
  readonly learned: DistantThings;
}

export class SiteThings implements ThingsView {
  readonly #own: Things;
  readonly #distant: DistantThings;
  readonly #learned: DistantThings;

  constructor({ own, distant, learned }: SiteThingsParts) {
    this.#own = own;
    this.#distant = distant;
    this.#learned = learned;
  }

  list(): readonly SiteThing[] {
    const things = [...this.#own.list(), ...this.#distant.list()];
    const learned = new Map(this.#learned.list().map((thing) => [thing.id, thing.properties]));
    return things.map((thing) => {
      const more = learned.get(thing.id);
      return more === undefined ? thing : { ...thing, properties: [...thing.properties, ...more] };
    });
  }

  thing(id: string): SiteThing | undefined {
    return this.list().find((thing) => thing.id === id);
  }

  find(address: PropertyAddress): LiveProperty | undefined {
    return this.#own.find(address) ?? this.#distant.find(address) ?? this.#learned.find(address);
  }

  actuator(address: PropertyAddress): Actuator | undefined {
    return this.#own.actuator(address);
  }

  properties(): readonly LiveProperty[] {
    return [
      ...[...this.#own.properties(), ...this.#distant.properties()],
      ...this.#learned.properties(),
    ];
  }

  onReading(listener: ReadingListener): () => void {
    const stops = [this.#own, this.#distant, this.#learned].map((each) => each.onReading(listener));
    return () => {
      for (const stop of stops) stop();
    };
  }
}
