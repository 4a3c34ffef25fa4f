/**
 * Where the people of the site have written from: a group, a thread, or a chat of two whose id nobody can
 * know before. What happens later is told there, also after a restart.
 */
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import type { ArrivedMessage } from './channel-adapter.ts';

const knownChatSchema = z.strictObject({
  channel: z.string(),
  chat: z.string(),
  isGroup: z.boolean(),
  /** Who wrote there, the latest last. */
  users: z.array(z.string()),
});

export type KnownChat = Readonly<z.infer<typeof knownChatSchema>>;

const knownChatSpace = defineSpace({ name: 'known-chats', schema: knownChatSchema });

/** Of all channels: threads come and go. The one that was met first is forgotten first. */
const MOST_CHATS = 500;

/** Of one chat. */
const MOST_USERS = 50;

export class KnownChats {
  readonly #store: Store;
  readonly #space: Space<KnownChat>;
  readonly #known = new Map<string, KnownChat>();

  constructor({ store }: { readonly store: Store }) {
    this.#store = store;
    this.#space = store.space(knownChatSpace);
  }

  async load(): Promise<void> {
    for (const [key, chat] of await this.#space.list()) this.#known.set(key, chat);
  }

  of(channel: string): readonly KnownChat[] {
    return [...this.#known.values()].filter((known) => known.channel === channel);
  }

  /** That this person wrote somewhere; and the chat, where nobody else did. Durable when it resolves. */
  async forget(channel: string, user: string): Promise<number> {
    const theirs = [...this.#known].filter(
      ([, known]) => known.channel === channel && known.users.includes(user),
    );
    const writes = theirs.map(([key, known]) => {
      const users = known.users.filter((one) => one !== user);
      if (users.length === 0) this.#known.delete(key);
      else this.#known.set(key, { ...known, users });
      return users.length === 0
        ? this.#space.remove(key)
        : this.#space.put(key, { ...known, users });
    });
    await this.#store.durable(writes);
    return writes.length;
  }

  /** @returns true when that is new */
  meet(channel: string, { chat, user, group }: ArrivedMessage): boolean {
    const key = `${channel}/${chat}`;
    const before = this.#known.get(key);
    if (before?.users.includes(user) === true) return false;
    const users = [...(before?.users ?? []), user].slice(-MOST_USERS);
    const known = { channel, chat, isGroup: group !== undefined, users };
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    const gone = this.#known.size > MOST_CHATS && oldest !== undefined ? [oldest] : [];
    for (const one of gone) this.#known.delete(one);
    // A loss costs the news of one chat, until somebody writes there again.
    this.#store.telemetry([
      this.#space.put(key, known),
      ...gone.map((one) => this.#space.remove(one)),
    ]);
    return true;
  }
}
