/**
 * Events of the board on their way to the gateway: durable before anybody hears of them. On a board that
 * is away for long they are kept within a budget; how many were lost is told once, behind those that were not.
 */
import type { Clock } from '../../core/clock.ts';
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import { thingTopic } from '../topics.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import { boardEventSchema, type BoardEvent, type Place } from './messages.ts';
import { OrderedFlow } from './ordered-flow.ts';
import { Outbox, type Keep, type NumberedItem } from './outbox.ts';

export interface EventOutParts {
  readonly site: string;
  readonly node: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Default 2 MiB: some thousands. */
  readonly budgetBytes?: number;
  readonly onTrouble: (error: unknown) => void;
}

const DEFAULT_BUDGET_BYTES = 2 << 20;

/** How many were lost and not told of yet, under the name of the node. */
const lostSpace = defineSpace({ name: 'lost-events', schema: z.number() });

export class EventOut {
  readonly flow: OrderedFlow;
  readonly #parts: EventOutParts;
  readonly #outbox: Outbox<BoardEvent>;
  readonly #losses: Space<number>;
  #loading: Promise<void> | undefined;
  #lost = 0;

  constructor(parts: EventOutParts) {
    const { site, node, store, clock, budgetBytes = DEFAULT_BUDGET_BYTES, onTrouble } = parts;
    const space = { name: 'event-outbox', schema: boardEventSchema };
    this.#parts = parts;
    this.#losses = store.space(lostSpace);
    const outbox = new Outbox<BoardEvent>({
      ...{ store, space, budgetBytes, canSpare: isPlain },
      onDropped: (count) => [this.#losses.put(node, (this.#lost += count))],
    });
    this.#outbox = outbox;
    this.flow = new OrderedFlow({
      clock,
      onTrouble,
      next: async (after) => {
        const found = await this.#next(after);
        if (found === undefined) return undefined;
        const { seq, item: event } = found;
        const { epoch } = outbox.done;
        const topic = thingTopic({ site, node }, 'event', event.thing);
        return { last: seq, topic, payload: encodeWire({ epoch, seq, after: seq - 1, event }) };
      },
    });
  }

  /** Before anything is dropped, so that what an earlier life lost is counted, too. */
  load(): Promise<void> {
    this.#loading ??= this.#read().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #read(): Promise<void> {
    const lost = await this.#losses.get(this.#parts.node);
    await this.#outbox.load();
    this.#lost = lost ?? 0;
  }

  async add(event: BoardEvent, keep?: Keep): Promise<void> {
    await this.load();
    await this.#outbox.add(event, keep);
    this.flow.poke();
  }

  async acknowledge(place: Place): Promise<void> {
    await this.#outbox.acknowledge(place);
    this.flow.acknowledge(place.epoch === this.#outbox.done.epoch ? place.seq : 0);
  }

  async #next(after: number): Promise<NumberedItem<BoardEvent> | undefined> {
    const outbox = this.#outbox;
    const found = await outbox.next(Math.max(after, outbox.done.seq));
    if (found !== undefined || this.#lost === 0) return found;
    await this.#tellLost(this.#lost);
    return outbox.next(Math.max(after, outbox.done.seq));
  }

  async #tellLost(count: number): Promise<void> {
    const { node, clock, store } = this.#parts;
    const kind = 'events-lost';
    const at = clock.now();
    const event = { thing: node, name: kind, at, data: { kind, at, count } };
    await this.#outbox.add(event, (writes) =>
      store.durable([...writes, this.#losses.remove(node)]),
    );
    this.#lost -= count;
  }
}

/** Whatever says how something ended, or what was done for safety, is needed longer than how it stood between. */
const LASTING = ['run-ended', 'forced', 'reset', 'interrupted', 'workflow-missed', 'events-lost'];
const endedRunSchema = z.looseObject({ run: z.looseObject({ endedAt: z.number() }) });

function isPlain({ name, data }: BoardEvent): boolean {
  return !LASTING.includes(name) && !endedRunSchema.safeParse(data).success;
}
