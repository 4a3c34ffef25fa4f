/**
 * What was answered lately, by all that it rests on: what was asked, and the version of what was read for
 * it. Such a result does not age; the time to live only frees memory that nobody uses.
 */
import type { Clock } from './clock.ts';

export interface CacheOptions {
  readonly clock: Clock;
  readonly maxBytes: number;
  readonly ttlMs: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly sizeBytes: number;
  readonly untilMs: number;
}

export class ResultCache<Value> {
  readonly #options: CacheOptions;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry<Value>>();
  #sizeBytes = 0;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  find(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#forget(key, entry);
    if (entry.untilMs <= this.#options.clock.monotonicMs()) return undefined;
    this.#keep(key, entry);
    return entry.value;
  }

  /** @param sizeBytes of key and value together, about */
  keep(key: string, value: Value, sizeBytes: number): void {
    const { clock, maxBytes, ttlMs } = this.#options;
    const before = this.#entries.get(key);
    if (before !== undefined) this.#forget(key, before);
    this.#keep(key, { value, sizeBytes, untilMs: clock.monotonicMs() + ttlMs });
    for (const [oldest, entry] of this.#entries) {
      if (this.#sizeBytes <= maxBytes) break;
      this.#forget(oldest, entry);
    }
  }

  #keep(key: string, entry: Entry<Value>): void {
    this.#entries.set(key, entry);
    this.#sizeBytes += entry.sizeBytes;
  }

  #forget(key: string, entry: Entry<Value>): void {
    this.#entries.delete(key);
    this.#sizeBytes -= entry.sizeBytes;
  }
}
