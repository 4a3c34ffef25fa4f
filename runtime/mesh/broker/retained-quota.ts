/** How much each client may leave behind in the broker's memory as retained messages. */

/** A bridge with 100 devices announces some twenty entities of each. */
const MAX_TOPICS = 4_000;
const MAX_BYTES = 4 * 1024 * 1024;

interface Kept {
  /** Topic → what it takes, bytes. */
  readonly topics: Map<string, number>;
  bytes: number;
}

export class RetainedQuota {
  readonly #kept = new Map<string, Kept>();

  /** false = it does not fit. An empty payload takes the message back (MQTT 3.1.1 §3.3.1.3). */
  take(client: string, topic: string, payloadBytes: number): boolean {
    const kept = this.#kept.get(client) ?? { topics: new Map<string, number>(), bytes: 0 };
    this.#kept.set(client, kept);
    const before = kept.topics.get(topic) ?? 0;
    const size = payloadBytes === 0 ? 0 : payloadBytes + Buffer.byteLength(topic);
    const isNew = before === 0 && size > 0;
    if (kept.bytes - before + size > MAX_BYTES) return false;
    if (isNew && kept.topics.size >= MAX_TOPICS) return false;
    kept.bytes += size - before;
    if (size === 0) kept.topics.delete(topic);
    else kept.topics.set(topic, size);
    return true;
  }
}
