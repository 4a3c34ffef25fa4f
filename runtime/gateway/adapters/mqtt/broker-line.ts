/**
 * One connection to somebody else's broker by mqtt.js, in MQTT 5: only there a broker says that it did not
 * let a message through. A packet is acknowledged when `take` has resolved, one after the other.
 */
import { createHash } from 'node:crypto';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { Secret } from '../../../config/secret.ts';
import { Lifeline } from '../../../core/lifeline.ts';
import { MOST_OPEN, type Packet } from './heard-before.ts';

export interface BrokerLogin {
  /** `mqtts://host:port` */
  readonly endpoint: string;
  readonly user: string;
  readonly password: Secret | undefined;
}

export interface BrokerEar {
  /** @param isResumed what came meanwhile follows */
  connected(isResumed: boolean): void;
  /** Of what is retained nothing is given: nobody knows when it was said. */
  take(packet: Packet): Promise<void>;
}

/** MQTT 5 §3.4.2.1: it was taken, and nobody gets it. */
export const NO_SUBSCRIBER = 0x10;

const CONNECT_MS = 10_000;
const KEEPALIVE_S = 30;
const ANSWER_MS = 10_000;

/** How long the broker keeps what is written while this node is away. */
const KEPT_S = 7 * 24 * 3_600;

/** Of one packet: what people write is far below. */
const MOST_BYTES = 65_536;

export class BrokerLine {
  /** Resolves with why. */
  readonly closed: Promise<unknown>;
  readonly #client: MqttClient;
  readonly #lifeline = new Lifeline();
  readonly #end: (why: unknown) => void;
  #taking = Promise.resolve();
  /** Packet identifiers that nobody reads: mqtt.js tells this of none that it sent. */
  readonly #unread = new Set<number>();

  private constructor(client: MqttClient) {
    this.#client = client;
    let end: (why: unknown) => void = () => undefined;
    this.closed = new Promise((resolve) => {
      end = resolve;
    });
    this.#end = (why) => {
      end(why);
      this.#lifeline.cut(new Error('the connection broke off', { cause: why }));
    };
  }

  /** @throws when the broker is not reached, or does not let this node in: the cause says why */
  static async open(login: BrokerLogin, ear: BrokerEar, signal: AbortSignal): Promise<BrokerLine> {
    // The package is CommonJS: in the bundle only its default export is certain.
    const { default: mqtt } = await import('mqtt');
    signal.throwIfAborted();
    const line = new BrokerLine(mqtt.connect(optionsOf(login)));
    const stop = (): void => {
      void line.close();
    };
    signal.addEventListener('abort', stop, { once: true });
    void line.closed.then(() => {
      signal.removeEventListener('abort', stop);
    });
    line.#hear(ear);
    try {
      await line.#connected(ear);
    } catch (error) {
      await line.close();
      throw error;
    }
    return line;
  }

  get isOpen(): boolean {
    return this.#client.connected;
  }

  /** @throws when it is denied, with the reason code of the broker as `code` */
  async subscribe(filter: string): Promise<void> {
    // rh 2: nothing that is retained (MQTT 5 §3.8.3.1).
    await this.#answered(this.#client.subscribeAsync(filter, { qos: 1, rh: 2 }));
  }

  /** @returns the reason code of the broker; @throws when it does not answer */
  async publish(topic: string, text: string): Promise<number> {
    try {
      const answer = await this.#answered(this.#client.publishAsync(topic, text, { qos: 1 }));
      const { messageId = 0 } = answer ?? {};
      return this.#unread.delete(messageId) ? NO_SUBSCRIBER : 0;
    } catch (error) {
      const code = reasonOf(error);
      if (code === undefined) throw error;
      return code;
    }
  }

  /**
   * By force: mqtt.js waits otherwise for answers that never come. The broker keeps the session. Resolves when
   * what was being taken is taken.
   */
  async close(): Promise<void> {
    this.#end(undefined);
    this.#client.end(true);
    await this.#taking;
  }

  #hear(ear: BrokerEar): void {
    const client = this.#client;
    client.on('error', this.#end);
    client.once('disconnect', this.#end);
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'puback' && packet.reasonCode === NO_SUBSCRIBER)
        this.#unread.add(packet.messageId ?? 0);
    });
    client.once('close', () => {
      this.#end(undefined);
    });
    client.handleMessage = ({ topic, payload, messageId, dup, retain }, done) => {
      const heard = { topic, payload: Buffer.from(payload), messageId, dup };
      const taking = retain ? Promise.resolve() : ear.take(heard);
      // Without an answer nothing more is taken in, and the broker brings it again.
      this.#taking = taking.then(() => {
        done();
      }, this.#end);
    };
  }

  #connected(ear: BrokerEar): Promise<void> {
    const connected = new Promise<void>((resolve) => {
      this.#client.once('connect', ({ sessionPresent }) => {
        ear.connected(sessionPresent);
        resolve();
      });
    });
    return this.#answered(connected);
  }

  async #answered<Answer>(work: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error('no answer in time'));
      }, ANSWER_MS);
    });
    return this.#lifeline.hold(Promise.race([work, late])).finally(() => {
      clearTimeout(timer);
    });
  }
}

/** The reason code of a broker (MQTT 5 §2.4); codes of Node are text. */
export function reasonOf(said: unknown): number | undefined {
  if (typeof said !== 'object' || said === null) return undefined;
  // A DISCONNECT of the broker is a packet, no error.
  const code = 'reasonCode' in said ? said.reasonCode : 'code' in said ? said.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

function optionsOf({ endpoint, user, password }: BrokerLogin): IClientOptions {
  const { protocol, hostname, port } = new URL(endpoint);
  const isSecure = protocol === 'mqtts:';
  const host = hostname.replace(/^\[|\]$/g, '');
  // The same at each start: by it the broker knows the session. 23 letters are what every broker takes (MQTT 5 §3.1.3.1).
  const hash = createHash('sha256').update(user).digest('hex').slice(0, 14);
  return {
    ...{ host, port: Number(port || (isSecure ? 8883 : 1883)), servername: host },
    ...{ protocol: isSecure ? 'mqtts' : 'mqtt', protocolVersion: 5 },
    ...{ clientId: `boardtalk${hash}`, clean: false, username: user },
    ...(password !== undefined && { password: password.reveal() }),
    ...{ keepalive: KEEPALIVE_S, reconnectPeriod: 0, connectTimeout: CONNECT_MS },
    // A buffer of each of 65,536 numbers, ready to be sent, costs 6 MB.
    ...{ resubscribe: false, queueQoSZero: false, writeCache: false },
    properties: {
      sessionExpiryInterval: KEPT_S,
      receiveMaximum: MOST_OPEN,
      maximumPacketSize: MOST_BYTES,
    },
  };
}
