/**
 * Things of other boards, as this node hears of them: what the gateway shows of the whole site, and
 * what a rule of this board reads elsewhere. They age here like own ones: a board that falls silent
 * makes its readings stale, then faulty, and no rule rests on them any more.
 */
import type { Clock } from '../core/clock.ts';
import { formatAddress, type PropertyAddress, type Reading } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import { LiveProperty, type ReadingListener } from './live-property.ts';

export class DistantThings {
  readonly #clock: Clock;
  readonly #listeners = new Set<ReadingListener>();
  #things: readonly SiteThing[] = [];
  #owners: ReadonlyMap<string, string> = new Map();
  #properties = new Map<string, LiveProperty>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  list(): readonly SiteThing[] {
    return this.#things;
  }

  properties(): readonly LiveProperty[] {
    return [...this.#properties.values()];
  }

  find(address: PropertyAddress): LiveProperty | undefined {
    return this.#properties.get(formatAddress(address));
  }

  /** Asked for every reading that comes. undefined when nobody here cares for the thing. */
  boardOf(thing: string): string | undefined {
    return this.#owners.get(thing);
  }

  /** What was heard so far of those that stay is kept. */
  replace(things: readonly SiteThing[]): void {
    const before = this.#properties;
    this.#things = things;
    this.#owners = new Map(things.map(({ id, board }) => [id, board]));
    this.#properties = new Map(
      things.flatMap((thing) =>
        thing.properties.map((spec) => {
          const property = this.#property(thing, spec);
          const known = before.get(property.name)?.reading();
          if (known !== undefined && known.at > 0) property.hear(known);
          return [property.name, property] as const;
        }),
      ),
    );
  }

  /** undefined when nobody here cares for it. */
  hear(address: PropertyAddress, reading: Reading): void {
    this.find(address)?.hear(reading);
  }

  /** Everything of a board that is not heard any more. */
  lose(board: string): void {
    for (const property of this.properties()) if (property.thing.board === board) property.lose();
  }

  onReading(listener: ReadingListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #property(thing: SiteThing, spec: SiteThing['properties'][number]): LiveProperty {
    const onReading: ReadingListener = (property, reading) => {
      // One that was replaced has nothing to say any more.
      if (this.find(property.address) === property)
        for (const listener of this.#listeners) listener(property, reading);
    };
    return new LiveProperty({ thing, spec, simulated: false, clock: this.#clock, onReading });
  }
}
