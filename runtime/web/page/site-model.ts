/** What the page knows of the site: the things with their latest readings, and the board's clock. */
import type { HelloMessage } from '../protocol.ts';
import type { LiveChange, LiveProperty, LiveThing } from '../ports.ts';

export class SiteModel {
  readonly #things = new Map<string, LiveThing>();
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

  apply(change: LiveChange): void {
    const thing = this.thing(change.thing);
    if (thing === undefined) return;
    this.#things.set(
      thing.id,
      change.kind === 'mode'
        ? { ...thing, mode: change.mode }
        : { ...thing, properties: thing.properties.map((property) => moved(property, change)) },
    );
  }
}

function moved(
  property: LiveProperty,
  change: Extract<LiveChange, { kind: 'reading' }>,
): LiveProperty {
  return property.name === change.property ? { ...property, reading: change.reading } : property;
}
