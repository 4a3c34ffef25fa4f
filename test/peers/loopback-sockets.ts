/** WebSockets on loopback that stand for those of a platform: where they are stays the same when they come back. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';

export class LoopbackSockets {
  readonly #greet: (socket: WebSocket, request: IncomingMessage) => void;
  #server: WebSocketServer | undefined;
  #port = 0;

  constructor(greet: (socket: WebSocket, request: IncomingMessage) => void) {
    this.#greet = greet;
  }

  get url(): string {
    return `ws://127.0.0.1:${String(this.#port)}`;
  }

  async open(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.#port });
    server.on('connection', this.#greet);
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, 'close');
  }

  /** All of them break in mid-stream. */
  cut(): void {
    for (const socket of this.#server?.clients ?? []) socket.terminate();
  }

  get count(): number {
    return this.#server?.clients.size ?? 0;
  }
}
