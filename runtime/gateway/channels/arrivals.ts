/**
 * What arrived on a messenger, durable before the platform is told so: nothing is lost in a crash, and
 * what the platform delivers twice is taken once. The words are forgotten as soon as they were answered;
 * that it arrived is remembered for as long as platforms repeat.
 */
import type { Clock } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';
import type { ArrivedMessage } from './channel-adapter.ts';
import { ChatQueues } from './chat-queues.ts';

const arrivalSchema = z.strictObject({
  /** In the order of arriving, on all channels. */
  order: z.number(),
  takenAt: z.number(),
  /** Of what was not answered yet. */
  channel: z.string().optional(),
  /** Absent: it was answered. */
  message: z
    .strictObject({
      id: z.string(),
      chat: z.string(),
      user: z.string(),
      at: z.number(),
      kind: z.enum(['text', 'button', 'forwarded', 'file', 'other']),
      text: z.string(),
      file: z.strictObject({ ref: z.string() }).optional(),
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

/** In UTF-16 units: nobody says more in one message. What is longer is cut, and answered as too long. */
export const LONGEST_TEXT = 4_096;

/** Of those that no answer is written with: a crowd of strangers fills no memory. */
const MOST_MET = 1_000;

/** Of `FileIn`, in UTF-16 units. */
const LONGEST_REF = 2_000;

interface Open {
  /** Its key. */
  readonly id: string;
  readonly channel: string;
  readonly order: number;
  readonly message: ArrivedMessage;
}

export class Arrivals {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<Arrival>;
  readonly #cursorSpace: Space<string>;
  readonly #cursors = new Map<string, string>();
  /** What was not answered, also while it is being written. */
  readonly #open = new ChatQueues<Open>();
  /** Of nobody whom the site knows: answered elsewhere, and never kept. */
  readonly #met = new RecentMap<true>(MOST_MET);
  /** Platforms that post do so several times at once, also the same. */
  readonly #lane = new Lane();
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
    const open: Open[] = [];
    await this.#sweep((id, { order, channel, message }) => {
      this.#last = Math.max(this.#last, order);
      if (message !== undefined && channel !== undefined)
        open.push({ id, channel, order, message });
    });
    for (const one of open.sort((a, b) => a.order - b.order)) this.#open.add(one);
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
    const { fresh, written } = await this.#lane.run(() => this.#choose(channel, messages, cursor));
    await written;
    if (cursor !== undefined) this.#cursors.set(channel, cursor);
    this.#sinceSweep += fresh.length;
    if (this.#sinceSweep >= SWEEP_EVERY) this.#sweepMeanwhile();
    return fresh;
  }

  /**
   * For what is answered at once, or not at all: it is on disk with its answer, by `answered`.
   * @returns whether it had not arrived before
   */
  meet(channel: string, message: ArrivedMessage): Promise<boolean> {
    const key = keyOf(channel, message);
    return this.#lane.run(async () => {
      if (await this.#isKnown(key)) return false;
      this.#met.set(key, true);
      return true;
    });
  }

  /** What came of it failed: delivered again it is heard again. */
  unmeet(channel: string, message: ArrivedMessage): void {
    this.#met.delete(keyOf(channel, message));
  }

  /** What was not answered yet; of each chat in the order of arriving. */
  waiting(channel: string): readonly ArrivedMessage[] {
    return this.#open.all(channel).map(({ message }) => message);
  }

  /** How many were not answered yet. */
  waitingIn(channel: string, chat: string): number {
    return this.#open.count(channel, chat);
  }

  /** The write that says it was answered; it goes into the batch of the answer. */
  answered(channel: string, message: ArrivedMessage): Write {
    const key = keyOf(channel, message);
    const order = this.#open.get(key)?.order ?? 0;
    this.#open.delete(key);
    return this.#space.put(key, { order, takenAt: this.#clock.now() });
  }

  /** Nobody answers here what was not answered yet: a gateway with the same memory did. */
  async endLeft(): Promise<void> {
    await this.leave(() => true);
  }

  /** Durable when it resolves. @returns how many stay without an answer */
  async leave(isLeft: (message: ArrivedMessage, channel: string) => boolean): Promise<number> {
    const all = this.#open.channels().flatMap((channel) => this.#open.all(channel));
    const left = all.filter(({ message, channel }) => isLeft(message, channel));
    await this.#store.durable(left.map(({ channel, message }) => this.answered(channel, message)));
    return left.length;
  }

  /**
   * Handed to the store when it resolves. What is known may still be on its way to the disk: `written` waits
   * for that as well, for whoever delivered it twice is told only then.
   */
  async #choose(
    channel: string,
    messages: readonly ArrivedMessage[],
    cursor: string | undefined,
  ): Promise<{ fresh: readonly ArrivedMessage[]; written: Promise<void> }> {
    const fresh: ArrivedMessage[] = [];
    const writes: Write[] = [];
    for (const arrived of messages) {
      const message = bounded(arrived);
      const key = keyOf(channel, message);
      if (await this.#isKnown(key)) continue;
      this.#last += 1;
      const order = this.#last;
      this.#open.add({ id: key, channel, order, message });
      writes.push(this.#space.put(key, { order, takenAt: this.#clock.now(), channel, message }));
      fresh.push(message);
    }
    if (cursor !== undefined) writes.push(this.#cursorSpace.put(channel, cursor));
    return { fresh, written: this.#store.durable(writes) };
  }

  async #isKnown(key: string): Promise<boolean> {
    if (this.#open.has(key) || this.#met.has(key)) return true;
    return (await this.#space.get(key)) !== undefined;
  }

  /** Nobody who writes waits for it; a disk that fails is told of where something is written. */
  #sweepMeanwhile(): void {
    this.#sweep().catch(() => undefined);
  }

  /** Forgets what no platform repeats any more. One after the other: two days of a busy site need not fit in memory. */
  async #sweep(keep: (key: string, arrival: Arrival) => void = () => undefined): Promise<void> {
    this.#sinceSweep = 0;
    const before = this.#clock.now() - KEEP_MS;
    for await (const [key, arrival] of this.#space.scan())
      if (arrival.message === undefined && arrival.takenAt < before)
        this.#store.telemetry([this.#space.remove(key)]);
      else keep(key, arrival);
  }
}

/** No platform has longer addresses; where one does, nobody can fetch what is there. */
function bounded(arrived: ArrivedMessage): ArrivedMessage {
  const { file, ...message } = { ...arrived, text: arrived.text.slice(0, LONGEST_TEXT + 1) };
  if (file === undefined) return message;
  return file.ref.length > LONGEST_REF ? { ...message, kind: 'other' } : { ...message, file };
}

/** Some platforms number the messages of each chat; and an id may have any character in it. */
function keyOf(channel: string, { chat, id }: ArrivedMessage): string {
  return JSON.stringify([channel, chat, id]);
}
