/**
 * One visit to a broker: logs in, asks for proof that the site's gateway stands behind it, and only
 * then listens and speaks. Not for whom to visit and when: that is `board-link.ts`.
 *
 *   connect → hear `time` → say "joining" with a nonce → signed time with that nonce → subscribe → "online"
 */
import type { Clock } from '../../core/clock.ts';
import { randomText } from '../../core/ids.ts';
import { isRefusal } from '../../core/refusal.ts';
import { within } from '../../core/within.ts';
import { unsealTime } from '../../policy/sealed-time.ts';
import type { KeyObject } from 'node:crypto';
import type { JoinToken } from '../join-token.ts';
import { nodeTopic } from '../topics.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import type { Address } from './address.ts';
import type { Status } from './messages.ts';
import { openMqtt, type MqttConnection, type OnMessage } from './mqtt-connection.ts';

export interface GatewayProof {
  readonly key: KeyObject;
  /** The gateway's clock, epoch ms. */
  readonly now: number;
}

export interface BoardSessionParts {
  readonly token: JoinToken;
  readonly clock: Clock;
  readonly broker: Address;
  readonly password: string;
  /** What the status says beside its state and nonce. */
  readonly describe: () => Omit<Status, 'state' | 'nonce'>;
  /** After the proof; what comes before is not looked at. */
  readonly onMessage: OnMessage;
}

/** How long a broker may take to prove that the gateway is behind it. */
const PROOF_MS = 5_000;
/** A node that stops does not wait longer than this for a broker that hangs. */
const GOODBYE_MS = 1_000;

export class BoardSession {
  readonly #parts: BoardSessionParts;
  readonly #nonce = randomText(26);
  readonly #statusTopic: string;
  readonly #timeTopic: string;
  #connection: MqttConnection | undefined;
  #proof: GatewayProof | undefined;
  /** Before it was open, perhaps: then it closes as soon as it is. */
  #isClosed = false;
  #onProof: () => void = () => undefined;

  constructor(parts: BoardSessionParts) {
    const { site, node } = parts.token;
    this.#parts = parts;
    this.#statusTopic = nodeTopic(site, node, 'status');
    this.#timeTopic = nodeTopic(site, node, 'time');
  }

  /** Rejects when there is no broker or it does not let us in; undefined when it proves nothing. */
  async open(): Promise<GatewayProof | undefined> {
    const { token, broker, password, clock } = this.#parts;
    const connection = await openMqtt({
      ...{ broker, clientId: token.node, password },
      will: { topic: this.#statusTopic, payload: this.#status('offline') },
      onMessage: (...message) => {
        this.#hear(...message);
      },
    });
    this.#connection = connection;
    if (this.#isClosed) await connection.close();
    const proven = new Promise<void>((resolve) => {
      this.#onProof = resolve;
    });
    await connection.subscribe([this.#timeTopic]);
    await this.announce('joining');
    await within(clock, PROOF_MS, Promise.race([proven, connection.closed]));
    return this.#proof;
  }

  get connection(): MqttConnection | undefined {
    return this.#connection;
  }

  async announce(state: Status['state']): Promise<void> {
    const retained = { qos: 1, retain: true } as const;
    await this.#connection?.publish(this.#statusTopic, this.#status(state), retained);
  }

  /** Says that it goes, where there is somebody to say it to; the will says the same. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#proof !== undefined) {
      const goodbye = this.announce('offline').catch(() => undefined);
      await within(this.#parts.clock, GOODBYE_MS, goodbye);
    }
    await this.#connection?.close();
  }

  #hear(topic: string, payload: Uint8Array, isRetained: boolean): void {
    if (this.#proof !== undefined) this.#parts.onMessage(topic, payload, isRetained);
    else if (topic === this.#timeTopic) this.#prove(payload);
  }

  #prove(payload: Uint8Array): void {
    const { site, node, key } = this.#parts.token;
    const signed = unsealTime(payload, key);
    if (isRefusal(signed)) return;
    const { time, publicKey } = signed;
    if (time.site !== site || time.node !== node || time.nonce !== this.#nonce) return;
    this.#proof = { key: publicKey, now: time.now };
    this.#onProof();
  }

  #status(state: Status['state']): Uint8Array {
    return encodeWire({ ...this.#parts.describe(), state, nonce: this.#nonce });
  }
}
