/**
 * A durable queue of what the gateway has not acknowledged yet, numbered from 1. A number is never
 * used again, because how far it was acknowledged is durable together with the removal. With a budget
 * the oldest items make room, those that can be spared first; what was dropped, or could not be written, is not owed any more.
 */
import { randomText } from '../../core/ids.ts';
import { defineSpace, type Space, type SpaceDefinition, type Write } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import { placeSchema, type Place } from './messages.ts';

export interface OutboxParts<Item> {
  readonly store: Store;
  readonly space: SpaceDefinition<Item>;
  /** Default: no limit. Of the items as JSON. */
  readonly budgetBytes?: number;
  /** What it returns becomes durable with the loss. */
  readonly onDropped?: (count: number) => readonly Write[];
  /** Whether it goes before others. Default: all alike. */
  readonly canSpare?: (item: Item) => boolean;
}

export interface NumberedItem<Item> {
  readonly seq: number;
  readonly item: Item;
}

interface Row {
  readonly seq: number;
  readonly sizeBytes: number;
  readonly canSpare: boolean;
}

/** How far each outbox was acknowledged. */
const placeSpace = defineSpace({ name: 'outbox-places', schema: placeSchema });

/** Durable when it resolves. */
export type Keep = (writes: readonly Write[]) => Promise<void>;

const keyOf = (seq: number): string => String(seq).padStart(16, '0');

export class Outbox<Item> {
  readonly #name: string;
  readonly #store: Store;
  readonly #items: Space<Item>;
  readonly #places: Space<Place>;
  readonly #budgetBytes: number;
  readonly #onDropped: (count: number) => readonly Write[];
  readonly #canSpare: (item: Item) => boolean;
  #loading: Promise<void> | undefined;
  /** Oldest first; the items themselves stay in the store. */
  #rows: Row[] = [];
  #acknowledged: Place = { epoch: randomText(12), seq: 0 };
  #last = 0;

  constructor({ store, space, budgetBytes, onDropped, canSpare }: OutboxParts<Item>) {
    this.#name = space.name;
    this.#store = store;
    this.#items = store.space(space);
    this.#places = store.space(placeSpace);
    this.#budgetBytes = budgetBytes ?? Infinity;
    this.#onDropped = onDropped ?? (() => []);
    this.#canSpare = canSpare ?? (() => true);
  }

  /**
   * Reads what is there, once; the store is open by then. Whoever adds before that waits for it:
   * which number is free stands on the disk.
   */
  load(): Promise<void> {
    this.#loading ??= this.#read().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** What the gateway need not have any more: acknowledged, or dropped. */
  get done(): Place {
    return this.#acknowledged;
  }

  /** @param keep makes it durable, together with what belongs to it, before it resolves */
  async add(item: Item, keep: Keep = (writes) => this.#store.durable(writes)): Promise<void> {
    await this.load();
    const seq = (this.#last += 1);
    const put = this.#items.put(keyOf(seq), item);
    this.#remember(seq, item);
    try {
      await keep([put, ...this.#makeRoom()]);
    } catch (error) {
      this.#rows = this.#rows.filter((row) => row.seq !== seq);
      throw error;
    }
  }

  /** The first one behind a number, once it is durable. */
  async next(after: number): Promise<NumberedItem<Item> | undefined> {
    const [found] = await this.#items.list({ gte: keyOf(after + 1), limit: 1 });
    return found === undefined ? undefined : { seq: Number(found[0]), item: found[1] };
  }

  /** Forgets everything up to it. A place in another epoch says nothing about this outbox. */
  async acknowledge({ epoch, seq }: Place): Promise<void> {
    if (epoch !== this.#acknowledged.epoch || seq <= this.#acknowledged.seq) return;
    // One item at a time is on its way. Who has more had it from the disk of which this one is a copy.
    if (seq > (this.#rows[0]?.seq ?? 0)) await this.#beginAnew();
    else await this.#store.durable(this.#forget(seq));
  }

  async #read(): Promise<void> {
    const place = await this.#places.get(this.#name);
    if (place === undefined) await this.#store.durable([this.#keepPlace(this.#acknowledged)]);
    else this.#acknowledged = place;
    this.#rows = [];
    for await (const [key, item] of this.#items.scan()) this.#remember(Number(key), item);
    this.#last = Math.max(this.#rows.at(-1)?.seq ?? 0, this.#acknowledged.seq);
    // What is still here was never acknowledged, whatever the place says.
    if ((this.#rows[0]?.seq ?? Infinity) <= this.#acknowledged.seq) await this.#beginAnew();
  }

  /** In a new epoch nothing is acknowledged: the first one that is owed is the next. */
  async #beginAnew(): Promise<void> {
    const first = this.#rows[0]?.seq ?? this.#last + 1;
    this.#acknowledged = { epoch: randomText(12), seq: first - 1 };
    await this.#store.durable([this.#keepPlace(this.#acknowledged)]);
  }

  #remember(seq: number, item: Item): void {
    const sizeBytes = JSON.stringify(item).length;
    this.#rows.push({ seq, sizeBytes, canSpare: this.#canSpare(item) });
  }

  /** The newest stays, however large it is: something is better than nothing. */
  #makeRoom(): readonly Write[] {
    let size = this.#rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (size <= this.#budgetBytes) return [];
    const older = this.#rows.slice(0, -1);
    const gone = new Set<Row>();
    for (const row of [...older.filter((one) => one.canSpare), ...older]) {
      if (size <= this.#budgetBytes) break;
      if (gone.has(row)) continue;
      size -= row.sizeBytes;
      gone.add(row);
    }
    if (gone.size === 0) return [];
    this.#rows = this.#rows.filter((row) => !gone.has(row));
    const removals = [...gone].map(({ seq }) => this.#items.remove(keyOf(seq)));
    const owedFrom = this.#rows[0]?.seq ?? this.#last;
    return [...removals, ...this.#onDropped(gone.size), ...this.#forget(owedFrom - 1)];
  }

  #forget(upTo: number): readonly Write[] {
    const gone = this.#rows.filter(({ seq }) => seq <= upTo);
    this.#rows = this.#rows.slice(gone.length);
    this.#acknowledged = { ...this.#acknowledged, seq: upTo };
    const removals = gone.map(({ seq }) => this.#items.remove(keyOf(seq)));
    return [...removals, this.#keepPlace(this.#acknowledged)];
  }

  #keepPlace(place: Place): Write {
    return this.#places.put(this.#name, place);
  }
}
