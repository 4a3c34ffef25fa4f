/**
 * The events of this node, durable: for each platform in the order of telling, until they are too old.
 *
 * - An event is there when it is on disk, and an id is there once: whoever tells it again, after a
 *   restart say, has told it.
 * - It stays after it was posted, so that a program which lost it can fetch it.
 * - The oldest go when a platform has too many. One of those that nobody had is told (`lost`).
 */
import type { Clock } from '../../core/clock.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';
import { cutText } from './cut-text.ts';
import { eventSchema, type NewEvent, type PlatformEvent } from './event.ts';

const eventSpace = defineSpace({ name: 'events', schema: eventSchema });

const KEEP_MS = 14 * 86_400_000;
/** For each platform. */
const KEEP_COUNT = 1_000;
const KEEP_BYTES = 4_000_000;

/** Of one event; what is longer is for a file. */
const MOST_TEXT = 100_000;

/** What is known of an event without reading it. */
interface Entry {
  readonly id: string;
  readonly platform: string;
  readonly at: number;
  readonly bytes: number;
  /** Neither posted nor given up. */
  readonly isOpen: boolean;
  readonly isGivenUp: boolean;
  readonly written: Promise<void>;
}

/** Durable when it resolves. */
type Keep = (writes: readonly Write[]) => Promise<void>;

export interface EventBookParts {
  readonly store: Store;
  readonly clock: Clock;
}

export class EventBook {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<PlatformEvent>;
  /** By key; keys are numbers in the order of telling. */
  readonly #entries = new Map<string, Entry>();
  readonly #keys = new Map<string, string>();
  readonly #listeners = new Set<(platform: string) => void>();
  readonly #lost = new Map<string, number>();
  #last = 0;

  constructor({ store, clock }: EventBookParts) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(eventSpace);
  }

  async load(): Promise<void> {
    for (const [key, event] of await this.#space.list()) {
      this.#remember(key, event, Promise.resolve());
      this.#last = Number(key);
    }
    this.#store.telemetry(this.#dropOutdated());
  }

  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /**
   * Durable when it resolves; told before, it is told no second time. `keep` writes it together with what
   * it tells of, so that neither is there without the other.
   */
  async tell(told: NewEvent, keep: Keep = (writes) => this.#store.durable(writes)): Promise<void> {
    const known = this.#entries.get(this.#keys.get(told.id) ?? '');
    if (known !== undefined) {
      await Promise.all([known.written, keep([])]);
      return;
    }
    this.#last += 1;
    const key = String(this.#last).padStart(12, '0');
    const event = { ...told, at: this.#clock.now(), task: bounded(told.task) };
    const written = keep([this.#space.put(key, event), ...this.#dropOutdated()]);
    this.#remember(key, event, written);
    try {
      await written;
    } catch (error) {
      this.#forget(key);
      throw error;
    }
    for (const listener of this.#listeners) listener(event.platform);
  }

  /** The oldest one that is still to be posted. */
  async next(platform: string): Promise<PlatformEvent | undefined> {
    const [key, entry] = this.#open(platform)[0] ?? [];
    if (key === undefined) return undefined;
    await entry?.written;
    return this.#space.get(key);
  }

  /** How posting it ended. Durable when it resolves. */
  async settle(
    event: PlatformEvent,
    end: Pick<PlatformEvent, 'postedAt' | 'givenUp'>,
  ): Promise<void> {
    const key = this.#keys.get(event.id);
    // It went meanwhile, because the platform has too many.
    if (key === undefined) return;
    const settled = { ...event, ...end };
    await this.#store.durable([this.#space.put(key, settled)]);
    if (this.has(event.id)) this.#remember(key, settled, Promise.resolve());
  }

  /**
   * All that came after, oldest first, as many as go into `bytes`, and at least one.
   * @param since the id of an event, or epoch ms; an id that is gone: all
   */
  async after(
    platform: string,
    since: string | number | undefined,
    most: { readonly count: number; readonly bytes: number },
  ): Promise<readonly PlatformEvent[]> {
    const from = typeof since === 'string' ? this.#keys.get(since) : undefined;
    const found = this.#of(platform).filter(([key, { at }]) =>
      typeof since === 'number' ? at > since : from === undefined || key > from,
    );
    let bytes = 0;
    const fitting = found.slice(0, most.count).filter(([, entry], index) => {
      bytes += entry.bytes;
      return index === 0 || bytes <= most.bytes;
    });
    const events: PlatformEvent[] = [];
    for (const [key, entry] of fitting) {
      await entry.written;
      const event = await this.#space.get(key);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  /** How many wait to be posted, and since when. */
  waiting(platform: string): { readonly count: number; readonly since: number | undefined } {
    const open = this.#open(platform);
    return { count: open.length, since: open[0]?.[1].at };
  }

  givenUp(platform: string): number {
    return this.#of(platform).filter(([, { isGivenUp }]) => isGivenUp).length;
  }

  /** How many went, since the start, before they were posted. */
  lost(platform: string): number {
    return this.#lost.get(platform) ?? 0;
  }

  /** Hears for which platform something was told. Returns how to stop. */
  onTold(listener: (platform: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #of(platform: string): (readonly [string, Entry])[] {
    return [...this.#entries].filter(([, entry]) => entry.platform === platform);
  }

  #open(platform: string): (readonly [string, Entry])[] {
    return this.#of(platform).filter(([, { isOpen }]) => isOpen);
  }

  #remember(key: string, event: PlatformEvent, written: Promise<void>): void {
    const { id, platform, at, postedAt, givenUp } = event;
    const bytes = Buffer.byteLength(JSON.stringify(event));
    const isGivenUp = givenUp !== undefined;
    const isOpen = postedAt === undefined && !isGivenUp;
    this.#entries.set(key, { id, platform, at, bytes, isOpen, isGivenUp, written });
    this.#keys.set(id, key);
  }

  #forget(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (entry !== undefined) this.#keys.delete(entry.id);
  }

  #dropOutdated(): Write[] {
    const before = this.#clock.now() - KEEP_MS;
    const kept = new Map<string, { count: number; bytes: number }>();
    const outdated = [...this.#entries].reverse().filter(([, { platform, at, bytes }]) => {
      const newer = kept.get(platform) ?? { count: 0, bytes: 0 };
      const all = { count: newer.count + 1, bytes: newer.bytes + bytes };
      kept.set(platform, all);
      return at < before || all.count > KEEP_COUNT || all.bytes > KEEP_BYTES;
    });
    for (const [key, { platform, isOpen }] of outdated) {
      if (isOpen) this.#lost.set(platform, this.lost(platform) + 1);
      this.#forget(key);
    }
    return outdated.map(([key]) => this.#space.remove(key));
  }
}

function bounded(task: NewEvent['task']): NewEvent['task'] {
  const { output } = task;
  return typeof output === 'string' ? { ...task, output: cutText(output, MOST_TEXT) } : task;
}
