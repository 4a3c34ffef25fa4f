/**
 * What can still be answered (bot.q.qq.com/wiki/develop/api-v2/server-inter/message/send-receive/send.html): a robot
 * speaks only in reply to a message, for an hour in a chat of two and five minutes in a group, and some times to each.
 * It is kept with the cursor, so that a node that comes back can answer what arrived before.
 */
import { RecentMap } from '../../../core/recent-map.ts';
import { z } from '../../../core/schema.ts';

const [IN_PERSON_MS, IN_GROUP_MS] = [60 * 60_000, 5 * 60_000];

/** The way there. */
const MARGIN_MS = 15_000;

/** The page says five, others were let speak four times in a chat of two. */
const MOST_REPLIES = 4;

/** Chats that are remembered: so many strangers may write before somebody else cannot be answered. */
const MOST_CHATS = 1_000;

/** Of the newest of these also over a restart; and messages of each. */
const MOST_KEPT = 32;
const MOST_MESSAGES = 3;

/** `msg_seq`: what is sent twice with the same one to the same message is refused. */
const MOST_SEQ = 60_000;

export const replySchema = z.object({
  chat: z.string(),
  /** Of the message that is answered. */
  id: z.string(),
  /** Epoch ms. */
  untilMs: z.number(),
});
export type Reply = Readonly<z.infer<typeof replySchema>>;

interface Source extends Reply {
  used: number;
  seq: number;
}

export class Replies {
  readonly #random: () => number;
  readonly #chats = new RecentMap<readonly Source[]>(MOST_CHATS);

  /** @param random 0 ≤ x < 1 */
  constructor(random: () => number, known: readonly Reply[] = []) {
    this.#random = random;
    for (const reply of known) this.#keep(reply);
  }

  /** @param at epoch ms, of when it was written */
  add(
    message: { readonly chat: string; readonly id: string; readonly at: number },
    isGroup: boolean,
  ): void {
    const { chat, id, at } = message;
    const untilMs = at + (isGroup ? IN_GROUP_MS : IN_PERSON_MS) - MARGIN_MS;
    this.#keep({ chat, id, untilMs });
  }

  /** The newest that may be answered; undefined: there is none. It counts as answered. */
  take(chat: string, now: number): { readonly id: string; readonly seq: number } | undefined {
    const source = this.#chats
      .get(chat)
      ?.find(({ used, untilMs }) => used < MOST_REPLIES && untilMs > now);
    if (source === undefined) return undefined;
    source.used += 1;
    source.seq += 1;
    return { id: source.id, seq: source.seq };
  }

  /** QQ takes no answer to it any more. */
  forget(chat: string, id: string): void {
    const sources = this.#chats.get(chat) ?? [];
    this.#chats.set(
      chat,
      sources.filter((source) => source.id !== id),
    );
  }

  /** Oldest first: of the chats that wrote last. */
  known(): readonly Reply[] {
    return this.#chats
      .keys()
      .slice(-MOST_KEPT)
      .flatMap((key) => [...(this.#chats.get(key) ?? [])].reverse())
      .map(({ chat, id, untilMs }) => ({ chat, id, untilMs }));
  }

  /** It begins anywhere: how often it was answered before a restart nobody knows. */
  #keep(reply: Reply): void {
    const before = this.#chats.get(reply.chat) ?? [];
    if (before.some(({ id }) => id === reply.id)) return;
    const source = { ...reply, used: 0, seq: Math.floor(this.#random() * MOST_SEQ) };
    this.#chats.set(reply.chat, [source, ...before].slice(0, MOST_MESSAGES));
  }
}
