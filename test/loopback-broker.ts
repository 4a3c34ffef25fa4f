/** A bare broker on loopback that lets everyone in: what links are tested against where the site's own rules do not matter. */
import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import type { BrokerMessage } from '../runtime/mesh/broker/broker.ts';

export class LoopbackBroker {
  readonly #aedes: Aedes;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#aedes.handle(socket);
  });
  #port = 0;

  private constructor(aedes: Aedes) {
    this.#aedes = aedes;
  }

  /** @param port 0 takes any */
  static async open(port = 0): Promise<LoopbackBroker> {
    const broker = new LoopbackBroker(await Aedes.createBroker());
    await new Promise<void>((resolve) => broker.#server.listen(port, '127.0.0.1', resolve));
    const address = broker.#server.address();
    broker.#port = address !== null && typeof address === 'object' ? address.port : 0;
    return broker;
  }

  get port(): number {
    return this.#port;
  }

  /** Every client loses its connection, as when a cable is pulled. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => {
      this.#aedes.close(resolve);
    });
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  publish(
    topic: string,
    payload: Uint8Array,
    { qos, retain }: { readonly qos: 0 | 1; readonly retain: boolean },
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const packet = { cmd: 'publish', topic, qos, retain, dup: false } as const;
      this.#aedes.publish({ ...packet, payload: Buffer.from(payload) }, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  subscribe(filter: string, listener: (message: BrokerMessage) => void): () => void {
    const matches = new RegExp(`^${filter.replaceAll('+', '[^/]+')}$`);
    const hear = (
      packet: { topic: string; payload: string | Buffer },
      client: { id: string } | null,
    ): void => {
      const { topic, payload } = packet;
      if (matches.test(topic))
        listener({ topic, payload: Buffer.from(payload), client: client?.id });
    };
    this.#aedes.on('publish', hear);
    return () => this.#aedes.off('publish', hear);
  }
}
