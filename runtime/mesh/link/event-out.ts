/** Events of the board on their way to the gateway: durable before anybody hears of them. */
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../state/store.ts';
import { thingTopic } from '../topics.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import { boardEventSchema, type BoardEvent, type Place } from './messages.ts';
import { OrderedFlow } from './ordered-flow.ts';
import { Outbox, type Keep } from './outbox.ts';

export interface EventOutParts {
  readonly site: string;
  readonly node: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

export class EventOut {
  readonly flow: OrderedFlow;
  readonly #outbox: Outbox<BoardEvent>;

  constructor({ site, node, store, clock, onTrouble }: EventOutParts) {
    const space = { name: 'event-outbox', schema: boardEventSchema };
    const outbox = new Outbox<BoardEvent>({ store, space });
    this.#outbox = outbox;
    this.flow = new OrderedFlow({
      clock,
      onTrouble,
      next: async (after) => {
        const found = await outbox.next(Math.max(after, outbox.done.seq));
        if (found === undefined) return undefined;
        const { seq, item: event } = found;
        const { epoch } = outbox.done;
        const topic = thingTopic({ site, node }, 'event', event.thing);
        return { last: seq, topic, payload: encodeWire({ epoch, seq, after: seq - 1, event }) };
      },
    });
  }

  load(): Promise<void> {
    return this.#outbox.load();
  }

  async add(event: BoardEvent, keep?: Keep): Promise<void> {
    await this.#outbox.add(event, keep);
    this.flow.poke();
  }

  async acknowledge(place: Place): Promise<void> {
    await this.#outbox.acknowledge(place);
    this.flow.acknowledge(place.epoch === this.#outbox.done.epoch ? place.seq : 0);
  }
}
