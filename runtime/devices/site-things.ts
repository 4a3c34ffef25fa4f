/** All things of the site as the gateway sees them: its own board's at first hand, the others' as they tell of them. */
import type { PropertyAddress } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import type { Actuator } from './actuator.ts';
import type { DistantThings } from './distant-things.ts';
import type { LiveProperty, ReadingListener } from './live-property.ts';
import type { Things } from './things.ts';
import type { ThingsView } from './things-view.ts';

export class SiteThings implements ThingsView {
  readonly #own: Things;
  readonly #distant: DistantThings;

  constructor({ own, distant }: { readonly own: Things; readonly distant: DistantThings }) {
    this.#own = own;
    this.#distant = distant;
  }

  list(): readonly SiteThing[] {
    return [...this.#own.list(), ...this.#distant.list()];
  }

  thing(id: string): SiteThing | undefined {
    return this.list().find((thing) => thing.id === id);
  }

  find(address: PropertyAddress): LiveProperty | undefined {
    return this.#own.find(address) ?? this.#distant.find(address);
  }

  actuator(address: PropertyAddress): Actuator | undefined {
    return this.#own.actuator(address);
  }

  properties(): readonly LiveProperty[] {
    return [...this.#own.properties(), ...this.#distant.properties()];
  }

  onReading(listener: ReadingListener): () => void {
    const stops = [this.#own.onReading(listener), this.#distant.onReading(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  }
}
