/**
 * A board's readings on their way out: one message per thing and round of samples, with all its
 * properties, so that whoever comes late sees the whole thing. Said when a value or its quality
 * changes, and otherwise often enough that nobody takes it for stale.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import type { Reading } from '../../core/reading.ts';
import { thingTopic } from '../topics.ts';
import { encodePack, type PackReading } from '../wire/senml.ts';
import type { RetainedTopics } from './retained-topics.ts';

export interface ReadingsOutParts {
  readonly site: string;
  readonly node: string;
  readonly clock: Clock;
  readonly retained: RetainedTopics;
  /** What is said, for whoever must keep it while nobody listens. */
  readonly onSaid?: (thing: string, readings: readonly PackReading[]) => void;
}

/** What `LiveProperty` has of what is needed here. */
export interface ReadProperty {
  readonly address: { readonly thing: string; readonly property: string };
  readonly spec: { readonly staleAfterMs: number };
}

interface Said {
  readonly reading: Reading;
  readonly saidMs: number;
}

/** Parts of one thing are sampled one after the other; their readings travel together. */
const ROUND_MS = 20;

export class ReadingsOut {
  readonly #parts: ReadingsOutParts;
  /** Thing → property → newest reading. */
  readonly #newest = new Map<string, Map<string, Reading>>();
  readonly #said = new Map<string, Said>();
  /** Things with something to say, and the properties that are new. */
  #waiting = new Map<string, Set<string>>();
  #round: Timer | undefined;

  constructor(parts: ReadingsOutParts) {
    this.#parts = parts;
  }

  /** A listener for `Things.onReading`. */
  readonly hear = ({ address, spec }: ReadProperty, reading: Reading): void => {
    const { thing, property } = address;
    const properties = this.#newest.get(thing) ?? new Map<string, Reading>();
    this.#newest.set(thing, properties.set(property, reading));
    const said = this.#said.get(`${thing}.${property}`);
    if (said !== undefined && !this.#isNews(said, reading, spec.staleAfterMs)) return;
    this.#waiting.set(thing, (this.#waiting.get(thing) ?? new Set()).add(property));
    this.#round ??= this.#parts.clock.after(ROUND_MS, () => {
      this.#sayAll();
    });
  };

  /** The thing is no longer of this board. */
  forget(thing: string): void {
    for (const property of this.#newest.get(thing)?.keys() ?? [])
      this.#said.delete(`${thing}.${property}`);
    this.#newest.delete(thing);
    this.#waiting.delete(thing);
    this.#parts.retained.clear(this.#topic(thing));
  }

  stop(): void {
    this.#round?.cancel();
    this.#round = undefined;
  }

  /** Half of the time in which it would go stale leaves room for one message that is lost. */
  #isNews({ reading, saidMs }: Said, newer: Reading, staleAfterMs: number): boolean {
    if (reading.value !== newer.value || reading.quality !== newer.quality) return true;
    return this.#parts.clock.monotonicMs() - saidMs >= staleAfterMs / 2;
  }

  #sayAll(): void {
    this.#round = undefined;
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [thing, fresh] of waiting) this.#say(thing, fresh);
  }

  #say(thing: string, fresh: ReadonlySet<string>): void {
    const { site, node, clock, retained, onSaid } = this.#parts;
    const readings = [...(this.#newest.get(thing) ?? [])].map(([property, reading]) => ({
      property,
      reading,
    }));
    const saidMs = clock.monotonicMs();
    for (const { property, reading } of readings)
      this.#said.set(`${thing}.${property}`, { reading, saidMs });
    retained.set(this.#topic(thing), encodePack({ site, node, thing, readings }, clock.now()), 0);
    onSaid?.(
      thing,
      readings.filter(({ property }) => fresh.has(property)),
    );
  }

  #topic(thing: string): string {
    return thingTopic(this.#parts, 'r', thing);
  }
}
