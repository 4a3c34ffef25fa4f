/**
 * What this node has to say at any time: the newest message of each retained topic. Said again when
 * it changes, and all of it after every join, because the broker remembers in memory only.
 */
import type { Outlet } from './outlet.ts';

interface Retained {
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
}

const NOTHING = new Uint8Array();

export class RetainedTopics {
  readonly #topics = new Map<string, Retained>();
  #outlet: Outlet | undefined;

  set(topic: string, payload: Uint8Array, qos: 0 | 1): void {
    this.#topics.set(topic, { payload, qos });
    this.#say(topic, { payload, qos });
  }

  /** Takes it back: late listeners do not hear of it any more. */
  clear(topic: string): void {
    // An empty retained message removes the retained one (MQTT 3.1.1 §3.3.1.3).
    if (this.#topics.delete(topic)) this.#say(topic, { payload: NOTHING, qos: 1 });
  }

  attach(outlet: Outlet): void {
    this.#outlet = outlet;
    for (const [topic, retained] of this.#topics) this.#say(topic, retained);
  }

  detach(): void {
    this.#outlet = undefined;
  }

  #say(topic: string, { payload, qos }: Retained): void {
    // A connection that breaks meanwhile loses nothing: the next one says it all again.
    this.#outlet?.publish(topic, payload, { qos, retain: true }).catch(() => undefined);
  }
}
