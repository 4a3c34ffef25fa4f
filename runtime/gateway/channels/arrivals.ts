/**
 * What arrived on a messenger, durable before the platform is told so: nothing is lost in a crash, and
 * what the platform delivers twice is taken once. The words are forgotten as soon as they were answered;
 * that it arrived is remembered for as long as platforms repeat.
 */
import type { Clock } from '../../core/clock.ts';
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';
import type { ArrivedMessage } from './channel-adapter.ts';

const arrivalSchema = z.strictObject({
  /** In the order of arriving, on all channels. */
  order: z.number(),
  takenAt: z.number(),
  /** Absent: it was answered. */
  message: z
    .strictObject({
      id: z.string(),
      chat: z.string(),
      user: z.string(),
      at: z.number(),
      kind: z.enum(['text', 'button', 'forwarded', 'other']),
      text: z.string(),
      group: z.enum(['addressed', 'overheard']).optional(),
    })
    .optional(),
});
type Arrival = Readonly<z.infer<typeof arrivalSchema>>;

const arrivalSpace = defineSpace({ name: 'arrivals', schema: arrivalSchema });

/** How far each channel was heard: what the platform has to know to tell the rest. */
const cursorSpace = defineSpace({ name: 'channel-cursors', schema: z.string() });

/** Telegram repeats for a day (Bot API, "Getting updates"), others for less; two leave room for a clock that jumps. */
const KEEP_MS = 48 * 3_600_000;

/** Old ones are looked for after this many new ones. */
const SWEEP_EVERY = 1_000;

interface Open {
  readonly channel: string;
  readonly arrival: Arrival & { readonly message: ArrivedMessage };
}

export class Arrivals {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<Arrival>;
  readonly #cursorSpace: Space<string>;
  readonly #cursors = new Map<string, string>();
  /** By key, in the order of arriving. */
  readonly #open = new Map<string, Open>();
  #last = 0;
  #sinceSweep = 0;

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(arrivalSpace);
    this.#cursorSpace = store.space(cursorSpace);
  }

  async load(): Promise<void> {
    for (const [channel, cursor] of await this.#cursorSpace.list())
      this.#cursors.set(channel, cursor);
    const all = await this.#sweep();
    for (const [key, arrival] of all.sort(([, one], [, other]) => one.order - other.order)) {
      const { message } = arrival;
      this.#last = arrival.order;
      const channel = key.slice(0, key.lastIndexOf('/'));
      if (message !== undefined) this.#open.set(key, { channel, arrival: { ...arrival, message } });
    }
  }

  /** undefined: nothing was heard of it yet. */
  cursor(channel: string): string | undefined {
    return this.#cursors.get(channel);
  }

  /** Durable when it resolves, with how far was heard. @returns those that had not arrived before */
  async take(
    channel: string,
    messages: readonly ArrivedMessage[],
    cursor?: string,
  ): Promise<readonly ArrivedMessage[]> {
    if (this.#sinceSweep >= SWEEP_EVERY) await this.#sweep();
    const fresh = new Map<string, ArrivedMessage>();
    for (const message of messages) {
      const key = keyOf(channel, message.id);
      const isKnown = this.#open.has(key) || (await this.#space.get(key)) !== undefined;
      if (!isKnown && !fresh.has(key)) fresh.set(key, message);
    }
    const rows = [...fresh].map(([key, message]) => {
      this.#last += 1;
      return [key, { order: this.#last, takenAt: this.#clock.now(), message }] as const;
    });
    const writes = rows.map(([key, row]) => this.#space.put(key, row));
    if (cursor !== undefined) writes.push(this.#cursorSpace.put(channel, cursor));
    if (writes.length > 0) await this.#store.durable(writes);
    if (cursor !== undefined) this.#cursors.set(channel, cursor);
    for (const [key, arrival] of rows) this.#open.set(key, { channel, arrival });
    this.#sinceSweep += rows.length;
    return [...fresh.values()];
  }

  /** What was not answered yet, in the order of arriving. */
  waiting(channel: string): readonly ArrivedMessage[] {
    return [...this.#open.values()]
      .filter((open) => open.channel === channel)
      .map(({ arrival }) => arrival.message);
  }

  /** The write that says it was answered; it goes into the batch of the answer. */
  answered(channel: string, { id }: ArrivedMessage): Write {
    const key = keyOf(channel, id);
    const { order = 0 } = this.#open.get(key)?.arrival ?? {};
    this.#open.delete(key);
    return this.#space.put(key, { order, takenAt: this.#clock.now() });
  }

  /** Forgets what no platform repeats any more. @returns what is left */
  async #sweep(): Promise<[string, Arrival][]> {
    this.#sinceSweep = 0;
    const before = this.#clock.now() - KEEP_MS;
    const all = await this.#space.list();
    const isOver = ({ takenAt, message }: Arrival): boolean =>
      message === undefined && takenAt < before;
    const over = all.filter(([, arrival]) => isOver(arrival));
    this.#store.telemetry(over.map(([key]) => this.#space.remove(key)));
    return all.filter(([, arrival]) => !isOver(arrival));
  }
}

function keyOf(channel: string, id: string): string {
  return `${channel}/${id}`;
}
