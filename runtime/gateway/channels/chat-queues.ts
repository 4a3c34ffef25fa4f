/**
 * What waits in each chat of each channel, in the order it came. Asked at every message, so nothing here
 * looks through what waits in other chats.
 */
interface Waiting {
  readonly id: string;
  readonly channel: string;
  readonly message: { readonly chat: string };
}

export class ChatQueues<Item extends Waiting> {
  /** By id. */
  readonly #items = new Map<string, Item>();
  /** By channel, then chat, then id; none of them is ever empty. */
  readonly #channels = new Map<string, Map<string, Map<string, Item>>>();

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  has(id: string): boolean {
    return this.#items.has(id);
  }

  add(item: Item): void {
    const { id, channel, message } = item;
    const chats = this.#channels.get(channel) ?? new Map<string, Map<string, Item>>();
    const queue = chats.get(message.chat) ?? new Map<string, Item>();
    this.#items.set(id, item);
    this.#channels.set(channel, chats.set(message.chat, queue.set(id, item)));
  }

  delete(id: string): void {
    const item = this.#items.get(id);
    if (item === undefined) return;
    const { channel, message } = item;
    const chats = this.#channels.get(channel);
    const queue = chats?.get(message.chat);
    this.#items.delete(id);
    queue?.delete(id);
    if (queue?.size === 0) chats?.delete(message.chat);
    if (chats?.size === 0) this.#channels.delete(channel);
  }

  /** Where anything waits. */
  channels(): readonly string[] {
    return [...this.#channels.keys()];
  }

  chats(channel: string): ReadonlySet<string> {
    return new Set(this.#channels.get(channel)?.keys());
  }

  first(channel: string, chat: string): Item | undefined {
    const [first] = this.#queue(channel, chat)?.values() ?? [];
    return first;
  }

  of(channel: string, chat: string): readonly Item[] {
    return [...(this.#queue(channel, chat)?.values() ?? [])];
  }

  count(channel: string, chat: string): number {
    return this.#queue(channel, chat)?.size ?? 0;
  }

  /** Of all chats, each in its order. */
  all(channel: string): readonly Item[] {
    return [...this.chats(channel)].flatMap((chat) => this.of(channel, chat));
  }

  #queue(channel: string, chat: string): ReadonlyMap<string, Item> | undefined {
    return this.#channels.get(channel)?.get(chat);
  }
}
