/** A server on loopback that stands for a platform, and can be made to fail: what every such peer has in common. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SendMishap } from '../contracts/channel.contract.ts';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  /** Of one value each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The same as it came. */
  readonly bytes: Buffer;
}

export interface Told {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array | undefined;
  /** It was done, and the connection breaks before the answer. */
  readonly isLost?: boolean;
}

export const HTML: Told = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  text: '<html>Bad Gateway</html>',
};

export class LoopbackHttp {
  readonly #answer: (asked: Asked) => Told | Promise<Told>;
  #server: Server | undefined;
  #port: number;

  constructor(answer: (asked: Asked) => Told | Promise<Told>, port = 0) {
    this.#answer = answer;
    this.#port = port;
  }

  /** Without the slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  /** `open` brings it back at the same address. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request) pieces.push(piece as Buffer);
    } catch {
      return;
    }
    const { method = 'GET', url = '/' } = request;
    const single = Object.entries(request.headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const bytes = Buffer.concat(pieces);
    const told = await this.#answer({
      ...{ method, url: new URL(url, this.url), headers: Object.fromEntries(single) },
      body: bytes.toString('utf8'),
      bytes,
    });
    if (told.isLost === true) response.destroy();
    else give(response, told);
  }
}

function give(response: ServerResponse, { status, headers, json, text = '', bytes }: Told): void {
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers });
  response.end(json === undefined ? (bytes ?? text) : JSON.stringify(json));
}

/** What a platform says when it is too fast for it, and when it is broken. */
export interface Refusals {
  readonly tooFast: Told;
  readonly broken: Told;
}

/** Does it, unless something goes wrong. @param mishap the next of those that were asked for */
export function mishandle(
  mishap: SendMishap | undefined,
  work: () => Told,
  { tooFast, broken }: Refusals,
): Told {
  switch (mishap) {
    case 'too fast':
      return tooFast;
    case 'server error':
      return broken;
    case 'not the platform':
      return HTML;
    case 'answer lost':
      return { ...work(), isLost: true };
    case undefined:
      return work();
  }
}
