/** A door in front of a server on loopback, which the server knows nothing of: closed, it is away; slammed, every connection breaks. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Gate {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  /** From now on nothing of the server comes through, and the first that it says breaks the connection. */
  isSwallowing = false;

  /** @param target port of the server */
  constructor(target: number) {
    this.#target = target;
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const server = createServer((inside) => {
      this.#join(inside);
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.slam();
    if (server === undefined) return;
    server.close();
    await once(server, 'close');
  }

  slam(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(inside: Socket): void {
    const outside = connect(this.#target, '127.0.0.1');
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    inside.pipe(outside);
    outside.on('data', (bytes) => {
      if (this.isSwallowing) outside.destroy();
      else inside.write(bytes);
    });
  }
}
