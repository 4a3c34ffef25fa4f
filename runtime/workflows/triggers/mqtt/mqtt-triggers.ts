/**
 * Workflows that a message starts which a device or program publishes at the broker of this node. Who may
 * publish what is decided by its grant (`boardtalk broker grant`); boards are not heard here.
 *
 * A client that was cut off before its message was acknowledged sends it again, marked as such (MQTT 3.1.1
 * §3.3.1.1): the same content within a minute is the same message then.
 */
import type { Clock } from '../../../core/clock.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { Service } from '../../../core/service.ts';
import type { ForeignMessage, ForeignTopics } from '../../../mesh/devices/foreign-topics.ts';
import type { Workflow } from '../../workflow.ts';
import type { Occasions } from '../occasions.ts';
import type { MqttTrigger } from './mqtt-form.ts';

export interface MqttTriggersParts {
  readonly workflows: () => readonly Workflow[];
  readonly occasions: Pick<Occasions, 'fire'>;
  /** Absent: this node has no broker. */
  readonly topics: Pick<ForeignTopics, 'listen'> | undefined;
  readonly clock: Clock;
}

type MqttWorkflow = Workflow & { readonly trigger: MqttTrigger };

/** A run keeps what it saw: pictures and firmware are not for it. */
const MOST_BYTES = 16_384;
const REPEAT_MS = 60_000;
const MOST_REMEMBERED = 200;

export class MqttTriggers implements Service {
  readonly #parts: MqttTriggersParts;
  readonly #stops = new Map<string, () => void>();
  /** Workflow, client, topic and content → when, monotonic ms; oldest first. */
  readonly #heard = new Map<string, number>();

  constructor(parts: MqttTriggersParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    this.rearm();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
    return Promise.resolve();
  }

  /** After the workflows have changed: those that have not go on listening. */
  rearm(): void {
    const armed = new Map(
      this.#parts
        .workflows()
        .filter(isArmed)
        .map((one) => [`${one.name} ${one.version}`, one]),
    );
    for (const [key, stop] of this.#stops) {
      if (armed.has(key)) continue;
      stop();
      this.#stops.delete(key);
    }
    for (const [key, workflow] of armed) {
      if (this.#stops.has(key)) continue;
      const stop = this.#parts.topics?.listen(workflow.trigger.topic, (message) => {
        this.#hear(workflow, message);
      });
      if (stop !== undefined) this.#stops.set(key, stop);
    }
  }

  #hear(workflow: MqttWorkflow, message: ForeignMessage): void {
    const { topic, client } = message;
    if (message.payload.length > MOST_BYTES) return;
    const text = Buffer.from(message.payload).toString('utf8');
    if (this.#wasHeard(`${workflow.name} ${client} ${topic} ${text}`, message.isRepeat)) return;
    const payload = parseBoundedJson(text) ?? text;
    const at = this.#parts.clock.now();
    this.#parts.occasions.fire(workflow, { kind: 'mqtt', at, topic, client, payload });
  }

  #wasHeard(key: string, isRepeat: boolean): boolean {
    const now = this.#parts.clock.monotonicMs();
    const before = this.#heard.get(key);
    this.#heard.delete(key);
    this.#heard.set(key, now);
    const [oldest] = this.#heard.keys();
    if (this.#heard.size > MOST_REMEMBERED && oldest !== undefined) this.#heard.delete(oldest);
    return isRepeat && before !== undefined && now - before < REPEAT_MS;
  }
}

function isArmed(workflow: Workflow): workflow is MqttWorkflow {
  return workflow.isEnabled && workflow.trigger.kind === 'mqtt';
}
