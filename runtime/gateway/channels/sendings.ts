/**
 * What is to be sent to chats, durable, each chat in its order.
 *
 *   queued ──begin──▶ sending ──▶ sent | failed | unknown
 *     ▲                  │
 *     └────── later ─────┘   the platform certainly did not take it
 *
 * - `sending` is on disk before the platform is asked. A crash there leaves it open whether the person has
 *   it: then it is `unknown`, and is never sent again by itself, but where the platform shows it once.
 * - An id is there once: what is told again after a restart is queued no second time.
 * - The words are forgotten once it is over; the id for as long as anything is repeated.
 */
import { isTrustedTime, type Clock } from '../../core/clock.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';
import { FILE_TYPES, type Outgoing, type Traits } from './channel-adapter.ts';
import { ChatQueues } from './chat-queues.ts';

const fileSchema = z.strictObject({
  ...{ name: z.string(), type: z.enum(FILE_TYPES), base64: z.string(), alt: z.string() },
});

const sendingSchema = z.strictObject({
  channel: z.string(),
  /** In the order of queueing. */
  order: z.number(),
  /** Epoch ms of its state. */
  at: z.number(),
  state: z.enum(['queued', 'sending', 'sent', 'failed', 'unknown']),
  to: z.strictObject({ user: z.string(), person: z.string() }).optional(),
  /** Absent: it is over. */
  message: z
    .strictObject({
      chat: z.string(),
      text: z.string(),
      buttons: z.array(z.strictObject({ label: z.string(), token: z.string() })).optional(),
      file: fileSchema.optional(),
      /** Its name in rows of the first releases. */
      picture: fileSchema.optional(),
    })
    .optional(),
});
type SendingRow = Readonly<z.infer<typeof sendingSchema>>;

const sendingSpace = defineSpace({ name: 'sendings', schema: sendingSchema });

/** Whom a message is for: it is sent only while this account is still this person's. */
export interface Hearer {
  /** The platform's id. */
  readonly user: string;
  /** Id in the site. */
  readonly person: string;
}

export interface Queued extends Outgoing {
  readonly id: string;
  /** Absent: anybody may hear it. */
  readonly to?: Hearer | undefined;
}

export interface Sending {
  readonly id: string;
  readonly channel: string;
  readonly order: number;
  readonly queuedAt: number;
  /** From then on it helps nobody; by the monotonic clock: setting the board's clock makes nothing old. */
  readonly lateAtMs: number;
  readonly to?: Hearer | undefined;
  readonly message: Outgoing;
}

/** What a channel could not send. */
export interface Unsent {
  readonly queued: number;
  readonly failed: number;
  readonly unknown: number;
}

const KEEP_MS = 48 * 3_600_000;

/** An answer of yesterday helps nobody, and those behind it wait. */
const LATE_MS = 86_400_000;

/** Of one chat: at one a second they take a quarter of an hour. Beyond that the oldest give way. */
const MOST_QUEUED = 1_000;

/** Ids that are known again; more than two days of a busy site. */
const MOST_KNOWN = 10_000;

/** Old ones are looked for after this many new ones. */
const SWEEP_EVERY = 500;

/** What a platform knows of keys. */
type Remembering = Pick<Traits, 'isIdempotent' | 'keyKnownForMs'>;

type End = 'sent' | 'failed' | 'unknown';

export class Sendings {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<SendingRow>;
  readonly #open = new ChatQueues<Sending>();
  /** Those that the platform may already have, and since when, by the monotonic clock. */
  readonly #doubtful = new Map<string, number>();
  readonly #known = new RecentMap<true>(MOST_KNOWN);
  readonly #ends = new Map<string, { readonly channel: string; readonly state: End }>();
  #last = 0;
  #sinceSweep = 0;

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(sendingSpace);
  }

  async load(): Promise<void> {
    const rows: [string, SendingRow][] = [];
    await this.#sweep((id, row) => rows.push([id, row]));
    for (const [id, row] of rows.sort(([, one], [, other]) => one.order - other.order)) {
      const { channel, order, at, state, to, message } = row;
      this.#last = order;
      this.#known.set(id, true);
      const isOpen = state === 'queued' || state === 'sending';
      if (isOpen && message !== undefined)
        this.#open.add({
          id,
          channel,
          order,
          queuedAt: at,
          lateAtMs: this.#lateAt(at),
          to,
          message: messageIn(message),
        });
      if (state === 'sending') this.#doubtful.set(id, this.#begunAt(at));
      else if (state === 'failed' || state === 'unknown') this.#ends.set(id, { channel, state });
    }
  }

  /** What was being sent when the node ended: again where that shows it once, else nobody knows. */
  resume(channel: string, traits: Remembering): void {
    const over = this.#open
      .all(channel)
      .filter(({ id }) => this.#doubtful.has(id) && !this.mayTryAgain(id, traits));
    for (const sending of over) {
      this.#open.delete(sending.id);
      this.#doubtful.delete(sending.id);
    }
    this.#store.telemetry(over.map((sending) => this.#over(sending.id, sending, 'unknown')));
  }

  /** The platform may have it: it stays `sending`, and what is known of that stays as old as it is. */
  doubt({ id }: Sending): void {
    if (!this.#doubtful.has(id)) this.#doubtful.set(id, this.#clock.monotonicMs());
  }

  /** false: the platform may have it, and would show it twice. */
  mayTryAgain(id: string, { isIdempotent, keyKnownForMs = Infinity }: Remembering): boolean {
    const since = this.#doubtful.get(id);
    if (since === undefined) return true;
    return isIdempotent && this.#clock.monotonicMs() - since <= keyKnownForMs;
  }

  /** What of it is not there yet. Handed to the store before this returns; durable when it resolves. */
  async queue(
    channel: string,
    messages: readonly Queued[],
    alongside: readonly Write[] = [],
  ): Promise<void> {
    await this.queueWith(channel, messages, async (writes) => {
      if (writes.length + alongside.length > 0)
        await this.#store.durable([...writes, ...alongside]);
    });
  }

  /** As `queue`: `keep` writes it together with what it tells of. */
  async queueWith(
    channel: string,
    messages: readonly Queued[],
    keep: (writes: readonly Write[]) => Promise<void>,
  ): Promise<void> {
    const at = this.#clock.now();
    const fresh = messages.filter(({ id }) => !this.#known.has(id));
    const sendings = fresh.map(({ id, to, ...message }): Sending => {
      this.#last += 1;
      this.#known.set(id, true);
      const order = this.#last;
      return { id, channel, order, queuedAt: at, lateAtMs: this.#lateAt(at), to, message };
    });
    const writes = sendings.map((sending) => this.#put(sending, 'queued', at));
    await keep(writes);
    for (const sending of sendings) this.#open.add(sending);
    for (const chat of new Set(sendings.map(({ message }) => message.chat)))
      await this.#makeRoom(channel, chat);
    this.#sinceSweep += sendings.length;
    if (this.#sinceSweep >= SWEEP_EVERY) await this.#sweep();
  }

  /** The oldest one of the chat that is not over. */
  next(channel: string, chat: string): Sending | undefined {
    return this.#open.first(channel, chat);
  }

  /** Something has waited longer than this. @param chat with its channel: `telegram:4242:1001` */
  isBehind(chat: string, longerThanMs: number): boolean {
    const since = this.#clock.monotonicMs() - longerThanMs;
    return this.#open
      .channels()
      .filter((channel) => chat.startsWith(`${channel}:`))
      .flatMap((channel) => this.#open.first(channel, chat.slice(channel.length + 1)) ?? [])
      .some(({ lateAtMs }) => lateAtMs - LATE_MS < since);
  }

  chats(channel: string): ReadonlySet<string> {
    return this.#open.chats(channel);
  }

  /** Durable when it resolves: only then may the platform be asked. */
  async begin(sending: Sending): Promise<void> {
    if (this.#doubtful.has(sending.id)) return;
    await this.#store.durable([this.#put(sending, 'sending', this.#clock.now())]);
  }

  /** The platform did not take it: it waits again. */
  async later(sending: Sending): Promise<void> {
    if (this.#doubtful.has(sending.id)) return;
    await this.#store.durable([this.#put(sending, 'queued', sending.queuedAt)]);
  }

  async end(sending: Sending, state: End): Promise<void> {
    this.#open.delete(sending.id);
    this.#doubtful.delete(sending.id);
    await this.#store.durable([this.#over(sending.id, sending, state)]);
  }

  /** Nothing of what waits is sent here: a gateway with the same memory possibly did. */
  async endLeft(): Promise<void> {
    const left = this.#open.channels().flatMap((channel) => this.#open.all(channel));
    for (const { id } of left) this.#open.delete(id);
    this.#doubtful.clear();
    await this.#store.durable(left.map((sending) => this.#over(sending.id, sending, 'unknown')));
  }

  /** What waits for these chats. @param chats with their channels: `telegram:4242:1001` */
  waitingIn(chats: ReadonlySet<string>): readonly Outgoing[] {
    const open = this.#open.channels().flatMap((channel) => this.#open.all(channel));
    return open
      .filter(({ channel, message }) => chats.has(`${channel}:${message.chat}`))
      .map(({ message }) => message);
  }

  /** Durable when it resolves. @returns how many are sent no more */
  async dropAll(isGone: (sending: Sending) => boolean): Promise<number> {
    const open = this.#open.channels().flatMap((channel) => this.#open.all(channel));
    const gone = open.filter(isGone);
    await this.#give(gone);
    return gone.length;
  }

  /** Of the last two days. */
  unsent(channel: string): Unsent {
    const ends = [...this.#ends.values()].filter((end) => end.channel === channel);
    const count = (state: End): number => ends.filter((end) => end.state === state).length;
    return {
      queued: this.#open.all(channel).length,
      failed: count('failed'),
      unknown: count('unknown'),
    };
  }

  /** The first one may be on its way. */
  async #makeRoom(channel: string, chat: string): Promise<void> {
    const over = this.#open.count(channel, chat) - MOST_QUEUED;
    if (over <= 0) return;
    await this.#give(this.#open.of(channel, chat).slice(1, over + 1));
  }

  /** They are given up in one batch. */
  async #give(up: readonly Sending[]): Promise<void> {
    for (const { id } of up) this.#open.delete(id);
    await this.#store.durable(up.map((sending) => this.#over(sending.id, sending, 'failed')));
  }

  /** @param queuedAt epoch ms; by a clock that was not set nobody can tell how long ago that is */
  #lateAt(queuedAt: number): number {
    const agoMs = isTrustedTime(queuedAt) ? Math.max(this.#clock.now() - queuedAt, 0) : 0;
    return this.#clock.monotonicMs() + LATE_MS - agoMs;
  }

  /** By a clock that was not set it was too long ago. @param at epoch ms */
  #begunAt(at: number): number {
    return isTrustedTime(at) ? this.#lateAt(at) - LATE_MS : -Infinity;
  }

  #put(
    { id, channel, order, to, message }: Sending,
    state: 'queued' | 'sending',
    at: number,
  ): Write {
    const { chat, text, buttons, file } = message;
    const kept = { chat, text, file, ...(buttons && { buttons: [...buttons] }) };
    return this.#space.put(id, { channel, order, at, state, to, message: kept });
  }

  #over(
    id: string,
    { channel, order }: { readonly channel: string; readonly order: number },
    state: End,
  ): Write {
    if (state === 'sent') this.#ends.delete(id);
    else this.#ends.set(id, { channel, state });
    return this.#space.put(id, { channel, order, at: this.#clock.now(), state });
  }

  /** Forgets what nobody repeats any more. One after the other: two days of a busy site need not fit in memory. */
  async #sweep(keep: (id: string, row: SendingRow) => void = () => undefined): Promise<void> {
    this.#sinceSweep = 0;
    const before = this.#clock.now() - KEEP_MS;
    for await (const [id, row] of this.#space.scan()) {
      if (row.message !== undefined || row.at >= before) {
        keep(id, row);
      } else {
        this.#store.telemetry([this.#space.remove(id)]);
        this.#ends.delete(id);
      }
    }
  }
}

function messageIn({
  picture,
  file = picture,
  ...rest
}: NonNullable<SendingRow['message']>): Outgoing {
  return { ...rest, file };
}
