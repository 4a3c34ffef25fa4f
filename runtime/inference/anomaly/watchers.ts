/** Who is told when something that is watched is unlike the usual: the chats in which it was asked for. */
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';

const watcherSchema = z.strictObject({
  chat: z.string(),
  language: z.enum(['en', 'zh']),
});

export type Watcher = Readonly<z.infer<typeof watcherSchema>>;

const watchersSpace = defineSpace({
  name: 'anomaly-watchers',
  schema: z.array(watcherSchema).readonly(),
});

/** The newest that asked. */
const MOST = 20;

export class Watchers {
  readonly #store: Store;
  readonly #space: Space<readonly Watcher[]>;

  constructor({ store }: { readonly store: Store }) {
    this.#store = store;
    this.#space = store.space(watchersSpace);
  }

  async of(series: string): Promise<readonly Watcher[]> {
    return (await this.#space.get(series)) ?? [];
  }

  /** Durable when it resolves. */
  async add(series: string, { chat, language }: Watcher): Promise<void> {
    const others = (await this.of(series)).filter((watcher) => watcher.chat !== chat);
    const watchers = [...others, { chat, language }].slice(-MOST);
    await this.#store.durable([this.#space.put(series, watchers)]);
  }

  /** Durable when it resolves. @returns how many watches ended */
  async forgetChats(chats: ReadonlySet<string>): Promise<number> {
    const all = await this.#space.list();
    const theirs = all.filter(([, watchers]) => watchers.some(({ chat }) => chats.has(chat)));
    await this.#store.durable(
      theirs.map(([series, watchers]) =>
        this.#space.put(
          series,
          watchers.filter(({ chat }) => !chats.has(chat)),
        ),
      ),
    );
    return theirs.length;
  }

  async forget(series: string): Promise<void> {
    await this.#store.durable([this.#space.remove(series)]);
  }
}
