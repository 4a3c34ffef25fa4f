/** What the page knows of the site: the things with their latest readings and a short tail of those before, and the board's clock. */
import type { PropertyAddress } from '../../core/reading.ts';
import { addressName } from './address-name.ts';
import type { HelloMessage } from '../protocol.ts';
import type { LiveChange, LiveProperty, LiveThing } from '../ports.ts';

/** Points of a small curve. */
const TAIL = 120;

export interface Sample {
  readonly at: number;
  readonly value: number;
}

export class SiteModel {
  readonly #things = new Map<string, LiveThing>();
  readonly #tails = new Map<string, readonly Sample[]>();
  #skewMs = 0;

  get things(): readonly LiveThing[] {
    return [...this.#things.values()];
  }

  /** The board's time, epoch ms: what it sends is to be compared with this, not with the browser's clock. */
  now(): number {
    return Date.now() + this.#skewMs;
  }

  setClock(now: number): void {
    this.#skewMs = now - Date.now();
  }

  greet(hello: HelloMessage): void {
    this.setClock(hello.now);
    this.#things.clear();
    for (const thing of hello.things) this.#things.set(thing.id, thing);
  }

  thing(id: string): LiveThing | undefined {
    return this.#things.get(id);
  }

  property(thing: string, name: string): LiveProperty | undefined {
    return this.thing(thing)?.properties.find((property) => property.name === name);
  }

  /** The numbers seen lately, oldest first. */
  tail(address: PropertyAddress): readonly Sample[] {
    return this.#tails.get(addressName(address)) ?? [];
  }

  /** What the history knows goes before what was seen since. */
  prepend(address: PropertyAddress, past: readonly Sample[]): void {
    const seen = this.tail(address);
    const since = seen[0]?.at ?? Infinity;
    const joined = [...past.filter(({ at }) => at < since), ...seen];
    this.#tails.set(addressName(address), joined.slice(-TAIL));
  }

  apply(change: LiveChange): void {
    const thing = this.thing(change.thing);
    if (thing === undefined) return;
    if (change.kind === 'reading') this.#remember(change);
    this.#things.set(
      thing.id,
      change.kind === 'mode'
        ? { ...thing, mode: change.mode }
        : { ...thing, properties: thing.properties.map((property) => moved(property, change)) },
    );
  }

  #remember(change: Extract<LiveChange, { kind: 'reading' }>): void {
    const { value, at } = change.reading;
    if (typeof value !== 'number') return;
    const tail = [...this.tail(change), { at, value }].slice(-TAIL);
    this.#tails.set(addressName(change), tail);
  }
}

function moved(
  property: LiveProperty,
  change: Exclude<LiveChange, { kind: 'mode' }>,
): LiveProperty {
  if (property.name !== change.property) return property;
  return change.kind === 'reading'
    ? { ...property, reading: change.reading }
    : { ...property, doubt: change.doubt };
}
