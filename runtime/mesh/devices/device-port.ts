/**
 * The broker as drivers use it. A device is heard only in its own name, and told something only
 * where its grant lets it listen. What it said last is kept, because a device tells how it stands
 * before anybody here knows that there is such a device.
 */
import { DriverError } from '../../hal/driver-errors.ts';
import type { MqttDelivery, MqttPlace, MqttPort } from '../../hal/mqtt-port.ts';
import type { Broker, BrokerMessage } from '../broker/broker.ts';
import type { Accounts } from '../broker/accounts.ts';
import { coversFilter } from '../broker/topic-filter.ts';
import { isOurTopic } from '../topics.ts';

export interface DevicePortParts {
  readonly broker: Pick<Broker, 'subscribe' | 'publish' | 'port'>;
  readonly accounts: Pick<Accounts, 'grants'>;
}

/** Of all devices together, the latest of each topic. */
const MAX_KEPT = 4_000;
const MAX_KEPT_BYTES = 8 * 1024 * 1024;
const MAX_MESSAGE_BYTES = 32 * 1024;

interface Listening extends MqttPlace {
  readonly listener: (payload: Uint8Array) => void;
}

export class DevicePort implements MqttPort {
  readonly #parts: DevicePortParts;
  readonly #listenings = new Map<string, Set<Listening>>();
  /** Oldest first. */
  readonly #kept = new Map<string, Uint8Array>();
  #keptBytes = 0;

  constructor(parts: DevicePortParts) {
    this.#parts = parts;
    parts.broker.subscribe('#', (message) => {
      this.#hear(message);
    });
  }

  subscribe(place: MqttPlace, listener: (payload: Uint8Array) => void): () => void {
    const name = nameOf(place);
    const listening = { ...place, listener };
    const all = this.#listenings.get(name) ?? new Set();
    this.#listenings.set(name, all.add(listening));
    const kept = this.#kept.get(name);
    if (kept !== undefined) listener(kept);
    return () => {
      all.delete(listening);
      if (all.size === 0) this.#listenings.delete(name);
    };
  }

  objection({ account, topic }: MqttPlace): Error | undefined {
    const { broker, accounts } = this.#parts;
    if (broker.port === undefined) return new DriverError('DRIVER_NO_BROKER', 'there is no broker');
    const grant = accounts.grants().find(({ name }) => name === account);
    const isGranted = grant?.reads.some((filter) => coversFilter(filter, topic)) === true;
    if (isGranted && !isOurTopic(topic)) return undefined;
    const message = `${account} may not read ${topic}, where it wants to be told`;
    return new DriverError('DRIVER_NOT_GRANTED', message);
  }

  async publish(place: MqttPlace, payload: string, delivery: MqttDelivery): Promise<void> {
    const objection = this.objection(place);
    if (objection !== undefined) throw objection;
    await this.#parts.broker.publish(place.topic, Buffer.from(payload, 'utf8'), delivery);
  }

  #hear({ topic, payload, client }: BrokerMessage): void {
    if (client === undefined || isOurTopic(topic) || payload.length > MAX_MESSAGE_BYTES) return;
    const name = nameOf({ account: client, topic });
    this.#keep(name, payload);
    for (const { listener } of this.#listenings.get(name) ?? []) listener(payload);
  }

  #keep(name: string, payload: Uint8Array): void {
    this.#forget(name);
    if (payload.length === 0) return;
    this.#kept.set(name, Uint8Array.from(payload));
    this.#keptBytes += payload.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT && this.#keptBytes <= MAX_KEPT_BYTES) return;
      this.#forget(oldest);
    }
  }

  #forget(name: string): void {
    this.#keptBytes -= this.#kept.get(name)?.length ?? 0;
    this.#kept.delete(name);
  }
}

/** Names of accounts have no slash. */
function nameOf({ account, topic }: MqttPlace): string {
  return `${account}/${topic}`;
}
