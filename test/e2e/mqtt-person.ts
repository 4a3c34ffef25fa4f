/** A person's program at the broker, logged in as them; it writes when somebody reads. */
import mqtt, { type MqttClient } from 'mqtt';
import { setTimeout as sleep } from 'node:timers/promises';

/** Reason codes of MQTT 5 §2.4. */
const NO_SUBSCRIBER = 0x10;
const AGAIN_MS = 50;

export class MqttPerson {
  readonly #client: MqttClient;
  readonly #seen: { readonly topic: string; readonly text: string }[] = [];
  /** mqtt.js does not tell this of what it sent. */
  readonly #unread = new Set<number>();
  #work = Promise.resolve();
  #isOver = false;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'puback' && packet.reasonCode === NO_SUBSCRIBER)
        this.#unread.add(packet.messageId ?? 0);
    });
    client.on('message', (topic, payload) => {
      this.#seen.push({ topic, text: payload.toString() });
    });
  }

  static async start(port: number, username: string, password: string): Promise<MqttPerson> {
    const login = { username, password, protocolVersion: 5, reconnectPeriod: 0 } as const;
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${String(port)}`, login);
    const person = new MqttPerson(client);
    await client.subscribeAsync(`+/out/${username}`, { qos: 1 });
    return person;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#work;
    await this.#client.endAsync(true);
  }

  /** In order; again until somebody has a subscription, also one who is away. */
  write(topic: string, payload: string | Buffer): void {
    this.#work = this.#work.then(async () => {
      while (!this.#isOver && (await this.publish(topic, payload)) === NO_SUBSCRIBER)
        await sleep(AGAIN_MS);
    });
  }

  /** Resolves with the reason code of the broker. */
  async publish(topic: string, payload: string | Buffer, retain = false): Promise<number> {
    try {
      const answer = await this.#client.publishAsync(topic, payload, { qos: 1, retain });
      return this.#unread.delete(answer?.messageId ?? 0) ? NO_SUBSCRIBER : 0;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return Number(error.code);
      throw error;
    }
  }

  textsOn(topic: string): readonly string[] {
    return this.#seen.filter((one) => one.topic === topic).map(({ text }) => text);
  }
}
