/** What triggers remember over a restart, so that none fires twice or is lost: kept in one batch with the run that it began. */
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';

const memorySchema = z.strictObject({
  /** Of cron: the last time that was seen to, epoch ms. */
  lastDue: z.number().optional(),
  /** That this was for. */
  expression: z.string().optional(),
  /** Of a reading: it has fired, and has not come back since. */
  hasFired: z.boolean().optional(),
});

export type TriggerMemo = Readonly<z.infer<typeof memorySchema>>;

const memorySpace = defineSpace({ name: 'triggers', schema: memorySchema });

export class TriggerMemory {
  readonly #store: Store;
  readonly #space: Space<TriggerMemo>;
  readonly #memos = new Map<string, TriggerMemo>();

  constructor({ store }: { store: Store }) {
    this.#store = store;
    this.#space = store.space(memorySpace);
  }

  async load(): Promise<void> {
    for (const [name, memo] of await this.#space.list()) this.#memos.set(name, memo);
  }

  /** @param name of the workflow */
  of(name: string): TriggerMemo {
    return this.#memos.get(name) ?? {};
  }

  /** Counts at once; durable with the batch that the write goes into. */
  put(name: string, memo: TriggerMemo): Write {
    this.#memos.set(name, memo);
    return this.#space.put(name, memo);
  }

  async save(name: string, memo: TriggerMemo): Promise<void> {
    await this.#store.durable([this.put(name, memo)]);
  }
}
