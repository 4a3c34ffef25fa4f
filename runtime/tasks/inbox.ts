/**
 * The inbox: which messages were taken on already. A platform that delivers twice, and a page that
 * sends again after a broken connection, give the same id, and get the same reply.
 *
 * The key becomes durable together with the first thing the message causes (`taken`), so that it
 * costs no barrier of its own; the reply is kept in the telemetry class: losing it on a power cut
 * loses a text, never an act.
 */
import type { Clock } from '../core/clock.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';

/** Platforms repeat for a day at most (Slack, Telegram, Teams); two leave room for a clock that jumps. */
const KEEP_MS = 48 * 3_600_000;

/** Old messages are looked for after this many new ones. */
const SWEEP_EVERY = 1_000;

const messageSchema = z.strictObject({ at: z.number(), reply: z.string().optional() });
type Message = z.infer<typeof messageSchema>;

export interface KeptReply {
  /** Of its chat and message. */
  readonly key: string;
  readonly at: number;
  readonly reply: string;
}

const inboxSpace = defineSpace({ name: 'inbox', schema: messageSchema });

export class Inbox {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<Message>;
  #sinceSweep = 0;

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(inboxSpace);
  }

  /** Forgets what no platform repeats any more. */
  async load(): Promise<void> {
    this.#sinceSweep = 0;
    const before = this.#clock.now() - KEEP_MS;
    const old = (await this.#space.list()).filter(([, { at }]) => at < before);
    this.#store.telemetry(old.map(([key]) => this.#space.remove(key)));
  }

  /** Present when the message was taken on before: its reply, if that is still known. */
  async find(
    chat: string,
    id: string,
  ): Promise<{ readonly reply?: string | undefined } | undefined> {
    if (this.#sinceSweep >= SWEEP_EVERY) await this.load();
    return this.#space.get(keyOf(chat, id));
  }

  /** The write that says "this message has been acted on"; it goes into the task's batch. */
  taken(chat: string, id: string): Write {
    return this.#space.put(keyOf(chat, id), { at: this.#clock.now() });
  }

  /** The write that keeps the reply, for a batch of the caller's. */
  reply(chat: string, id: string, reply: string): Write {
    this.#sinceSweep += 1;
    return this.#space.put(keyOf(chat, id), { at: this.#clock.now(), reply });
  }

  /** The replies of these chats; that the messages came stays known. @param chats absent: of all */
  async replies(chats?: ReadonlySet<string>): Promise<readonly KeptReply[]> {
    const kept: KeptReply[] = [];
    for await (const [key, { at, reply }] of this.#space.scan())
      if (reply !== undefined && (chats === undefined || isIn(key, chats)))
        kept.push({ key, at, reply });
    return kept;
  }

  /** Durable when it resolves. */
  async forgetReplies(replies: readonly KeptReply[]): Promise<void> {
    await this.#store.durable(replies.map(({ key, at }) => this.#space.put(key, { at })));
  }

  answered(chat: string, id: string, reply: string): Promise<void> {
    this.#store.telemetry([this.reply(chat, id, reply)]);
    return Promise.resolve();
  }
}

/** Ids may have a slash in them, as chats may. */
function isIn(key: string, chats: ReadonlySet<string>): boolean {
  return [...chats].some((chat) => key.startsWith(`${chat}/`));
}

function keyOf(chat: string, id: string): string {
  return `${chat}/${id}`;
}
