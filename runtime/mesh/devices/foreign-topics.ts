/** What clients that are no boards say at the broker, to whoever wants to hear it. Their grants decide what they may say. */
import type { Broker } from '../broker/broker.ts';
import { isOurTopic } from '../topics.ts';

export interface ForeignMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The name in `boardtalk broker grant NAME`. */
  readonly client: string;
  /** It says that it may have sent it before. */
  readonly isRepeat: boolean;
}

export class ForeignTopics {
  readonly #broker: Pick<Broker, 'subscribe'>;

  constructor({ broker }: { readonly broker: Pick<Broker, 'subscribe'> }) {
    this.#broker = broker;
  }

  /** From now on; not what was retained before. Returns how to stop. */
  listen(filter: string, listener: (message: ForeignMessage) => void): () => void {
    return this.#broker.subscribe(filter, ({ topic, payload, client, isRepeat = false }) => {
      if (client !== undefined && !isOurTopic(topic))
        listener({ topic, payload, client, isRepeat });
    });
  }
}
