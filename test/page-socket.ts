/** A page as the server sees it: a WebSocket whose messages a test takes one by one, and the HTTP requests beside it. */
import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

export interface Knock extends Pick<ClientOptions, 'autoPong'> {
  readonly origin?: string;
  readonly host?: string;
  readonly cookie?: string;
}

export class PageSocket {
  readonly socket: WebSocket;
  readonly #received: unknown[] = [];
  readonly #closed: Promise<number>;
  #wake: () => void = ignore;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.#closed = new Promise((resolve) => {
      socket.on('close', resolve);
    });
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) this.#received.push(JSON.parse(data.toString('utf8')));
      this.#wake();
    });
  }

  /** Resolves when the server took it; rejects with its refusal, `Unexpected server response: 403`. */
  static async open(url: string, { origin, host, cookie, ...rest }: Knock): Promise<PageSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}ws`, {
      ...rest,
      headers: {
        ...(origin === undefined ? {} : { Origin: origin }),
        ...(host === undefined ? {} : { Host: host }),
        ...(cookie === undefined ? {} : { Cookie: cookie }),
      },
    });
    const page = new PageSocket(socket);
    await once(socket, 'open');
    return page;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message, whenever it comes. */
  async next(): Promise<unknown> {
    while (this.#received.length === 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#received.shift();
  }

  /** The code the server closed with; 1006 when it just went away. */
  closed(): Promise<number> {
    return this.#closed;
  }
}

function ignore(): void {
  return;
}
