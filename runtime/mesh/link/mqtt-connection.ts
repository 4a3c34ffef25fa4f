/**
 * One connection to a broker by mqtt.js, the only file that touches it. It does not come back by
 * itself: a password holds for one connection, and whom to trust is decided anew at each
 * (`board-link.ts`).
 */
import { Socket } from 'node:net';
import type { MqttClient } from 'mqtt';
import { errorCode, errorMessage } from '../../core/app-error.ts';
import { Lifeline } from '../../core/lifeline.ts';
import { MeshError } from '../errors.ts';
import type { Address } from './address.ts';
import type { Outlet } from './outlet.ts';

/** @param isRetained it was said before this connection listened, nobody knows when (MQTT 3.1.1 §3.3.1.3) */
export type OnMessage = (topic: string, payload: Uint8Array, isRetained: boolean) => void;

export interface MqttLogin {
  readonly broker: Address;
  readonly clientId: string;
  readonly password: string;
  /** Published by the broker, retained, when this connection breaks. */
  readonly will: { readonly topic: string; readonly payload: Uint8Array };
  readonly onMessage: OnMessage;
}

export interface MqttConnection extends Outlet {
  subscribe(filters: readonly string[]): Promise<void>;
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  /** At once: the broker publishes the will. */
  close(): Promise<void>;
}

/** After one and a half of it the broker takes a silent board for gone (MQTT 3.1.1 §3.1.2.10). */
const KEEPALIVE_S = 10;
const CONNECT_MS = 5_000;

/** @throws MeshError `MESH_UNREACHABLE` (there is no broker), `MESH_NOT_LET_IN`; anything else is a defect on one side */
export async function openMqtt(login: MqttLogin): Promise<MqttConnection> {
  // The package is CommonJS: in the bundle only its default export is certain.
  const { default: mqtt } = await import('mqtt');
  const { broker, clientId, password, will, onMessage } = login;
  const client = mqtt.connect({
    ...{ host: broker.host, port: broker.port, protocol: 'mqtt', protocolVersion: 4 },
    ...{ clientId, username: clientId, password, clean: true, keepalive: KEEPALIVE_S },
    // A buffer of each of 65,536 numbers, ready to be sent, costs 6 MB.
    ...{ reconnectPeriod: 0, connectTimeout: CONNECT_MS, queueQoSZero: false, writeCache: false },
    will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
  });
  client.on('message', (topic, payload, { retain }) => {
    onMessage(topic, payload, retain);
  });
  const closed = new Promise<void>((resolve) => client.once('close', resolve));
  await connected(client).catch((error: unknown) => {
    // Not waited for: mqtt.js does not answer when the connection was never there.
    client.end(true);
    throw error;
  });
  // Small messages that wait for an acknowledgement of the last one would take 40 ms each (Nagle).
  if (client.stream instanceof Socket) client.stream.setNoDelay(true);
  // From here on, what breaks shows as `closed`; an error without a listener would end the process.
  const connection = new OpenConnection(client, closed);
  client.on('error', () => void connection.close());
  return connection;
}

function connected(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => {
      resolve();
    });
    client.once('error', (error) => {
      reject(explain(error));
    });
    client.once('close', () => {
      reject(over());
    });
  });
}

function over(): MeshError {
  return new MeshError('MESH_UNREACHABLE', 'the connection to the broker is over');
}

function explain(error: Error): Error {
  const details = { cause: error };
  // The return code of CONNACK (MQTT 3.1.1 §3.2.2.3); codes of Node are text.
  if ('code' in error && typeof error.code === 'number')
    return new MeshError(
      'MESH_NOT_LET_IN',
      `the broker does not let this board in: ${errorMessage(error)}`,
      details,
    );
  return errorCode(error).startsWith('E')
    ? new MeshError('MESH_UNREACHABLE', errorMessage(error), details)
    : error;
}

class OpenConnection implements MqttConnection {
  readonly closed: Promise<void>;
  readonly #client: MqttClient;
  /** Cut with `closed`: mqtt.js answers nothing that was on its way by then. */
  readonly #lifeline = new Lifeline();
  #closing: Promise<void> | undefined;

  constructor(client: MqttClient, closed: Promise<void>) {
    this.#client = client;
    this.closed = closed;
    void closed.then(() => {
      this.#lifeline.cut(over());
    });
  }

  async publish(
    topic: string,
    payload: Uint8Array,
    options: { readonly qos: 0 | 1; readonly retain: boolean },
  ): Promise<void> {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    await this.#lifeline.hold(this.#client.publishAsync(topic, bytes, options));
  }

  async subscribe(filters: readonly string[]): Promise<void> {
    if (filters.length === 0) return;
    const asked = this.#client.subscribeAsync([...filters], { qos: 1 });
    const granted = await this.#lifeline.hold(asked);
    const denied = granted.find(({ qos }) => qos === 128);
    if (denied !== undefined)
      throw new MeshError('MESH_DENIED', `the broker denies ${denied.topic}`);
  }

  /** By force: otherwise mqtt.js waits for answers that a broken connection never brings. It answers once. */
  close(): Promise<void> {
    this.#closing ??= this.#client.endAsync(true);
    return this.#closing;
  }
}
