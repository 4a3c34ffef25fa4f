/**
 * Gotify on loopback, as gotify.net/api-docs tells of its messages and its stream: what applications send, what a
 * client of the same user hears, and everything that can go wrong in between. Nobody else's client was held
 * against it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HTML, mishandle, type Told } from '../loopback-http.ts';

export const APP_TOKEN = 'Aatokenthatnologmayshow';
export const CLIENT_TOKEN = 'Canotherthatnologmayshow';
export const OWN_APP = 2;

export interface FakeMessage {
  readonly id: number;
  readonly appid: number;
  readonly message: string;
  readonly title: string;
  readonly date: string;
  readonly extras?: Readonly<Record<string, unknown>>;
}

function refuse(status: number, error: string, errorDescription: string): Told {
  return { status, json: { error, errorCode: status, errorDescription } };
}

const DENIED = refuse(401, 'Unauthorized', 'you need to provide a valid access token');

const REFUSALS = {
  tooFast: { status: 429, headers: { 'retry-after': '1' }, text: 'Too Many Requests' },
  // Of a 500 nobody knows what was done: what it says before it does anything stands here for its errors.
  broken: DENIED,
};

export class FakeGotify {
  appToken = APP_TOKEN;
  clientToken = CLIENT_TOKEN;
  messages: FakeMessage[] = [];
  readonly #mishaps: SendMishap[] = [];
  readonly #hearing = new Set<WebSocket>();
  #wrongPages = 0;
  #server: Server | undefined;
  #port = 0;
  lastId = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  get ears(): number {
    return this.#hearing.size;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    const sockets = new WebSocketServer({
      ...{ server, path: '/stream' },
      verifyClient: ({ req }: { req: IncomingMessage }) =>
        req.headers['x-gotify-key'] === this.clientToken,
    });
    sockets.on('connection', (socket) => {
      this.#hearing.add(socket);
      socket.on('close', () => this.#hearing.delete(socket));
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
    this.cut();
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  cut(): void {
    for (const socket of this.#hearing) socket.terminate();
  }

  fail(...mishaps: readonly SendMishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** Somebody else answers instead of the next lists of messages. */
  failPages(count: number): void {
    this.#wrongPages = count;
  }

  write(
    appid: number,
    message: string,
    more: Partial<FakeMessage> & { readonly agoS?: number } = {},
  ): FakeMessage {
    const { agoS = 0, ...rest } = more;
    this.lastId += 1;
    const date = new Date(Date.now() - agoS * 1_000).toISOString();
    const written = { id: this.lastId, appid, message, title: 'Anna', date, ...rest };
    this.messages.push(written);
    this.tell(written);
    return written;
  }

  /** On the streams; also once more. */
  tell(message: FakeMessage): void {
    for (const socket of this.#hearing) socket.send(JSON.stringify(message));
  }

  /** What the site sent for this application. */
  textsTo(appid: number): readonly string[] {
    return this.messages
      .filter(({ appid: from, extras }) => {
        const mark = extras?.['boardtalk::message'] as { readonly to?: string } | undefined;
        return from === OWN_APP && mark?.to === String(appid);
      })
      .map(({ message }) => message);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const { searchParams: query } = new URL(request.url ?? '', this.url);
    const token = request.headers['x-gotify-key'];
    const told =
      request.method === 'GET'
        ? this.#list(token, query)
        : mishandle(this.#mishaps.shift(), () => this.#send(token, body), REFUSALS);
    if (told.isLost === true) response.destroy();
    else {
      response.writeHead(told.status, told.headers);
      response.end(told.json === undefined ? told.text : JSON.stringify(told.json));
    }
  }

  #list(token: unknown, query: URLSearchParams): Told {
    if (token !== this.clientToken) return DENIED;
    if (this.#wrongPages > 0) {
      this.#wrongPages -= 1;
      return HTML;
    }
    const limit = Number(query.get('limit') ?? '100');
    const since = Number(query.get('since') ?? Infinity);
    const older = this.messages.filter(({ id }) => id < since).toReversed();
    return { status: 200, json: { messages: older.slice(0, limit), paging: { limit } } };
  }

  #send(token: unknown, body: string): Told {
    if (token !== this.appToken) return DENIED;
    const { message, ...more } = JSON.parse(body) as FakeMessage;
    if (message === '') return refuse(400, 'Bad Request', "Field 'message' is required");
    return { status: 200, json: this.write(OWN_APP, message, more) };
  }
}
