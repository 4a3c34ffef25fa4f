/**
 * ntfy on loopback, as docs.ntfy.sh tells of publishing and of its JSON stream: what is published in topics, who
 * subscribes to them, and everything that can go wrong in between. Nobody else's client was held against it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HTML, mishandle, type Told } from '../loopback-http.ts';

export const NTFY_TOKEN = 'tk_atokenthatnologmayshow';

export interface FakeEvent {
  readonly id: string;
  readonly time: number;
  readonly event: 'message';
  readonly topic: string;
  readonly message: string;
  readonly title?: string;
  readonly attachment?: object;
  readonly sequence_id?: string;
}

/** server/errors.go */
function refuse(http: number, code: number, error: string): Told {
  return { status: http, json: { code, http, error, link: 'https://ntfy.sh/docs/publish/' } };
}

const REFUSALS = {
  tooFast: refuse(429, 42901, 'limit reached: too many requests'),
  // Of a 500 nobody knows what was done: another thing that ntfy says before it does anything.
  broken: refuse(429, 42908, 'limit reached: daily message quota reached'),
};

export class FakeNtfy {
  token = NTFY_TOKEN;
  readonly events: FakeEvent[] = [];
  /** What the site published. */
  readonly sent: FakeEvent[] = [];
  /** Of the streams that were asked for: `since`. */
  readonly asked: string[] = [];
  readonly #subscribers = new Map<ServerResponse, readonly string[]>();
  readonly #mishaps: SendMishap[] = [];
  #wrongStreams = 0;
  #server: Server | undefined;
  #port = 0;
  #last = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  cut(): void {
    for (const response of this.#subscribers.keys()) response.destroy();
  }

  fail(...mishaps: readonly SendMishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** Somebody else answers instead of the next streams. */
  failStreams(count: number): void {
    this.#wrongStreams = count;
  }

  publish(
    topic: string,
    message: string,
    more: Partial<FakeEvent> & { readonly agoS?: number } = {},
  ): FakeEvent {
    const { agoS = 0, ...rest } = more;
    this.#last += 1;
    const time = Math.floor(Date.now() / 1_000) - agoS;
    const id = `m${String(this.#last)}`;
    const event = { id, time, event: 'message' as const, topic, message, ...rest };
    this.events.push(event);
    this.tell(event);
    return event;
  }

  /** To all that subscribe to it; also once more. */
  tell(event: FakeEvent): void {
    for (const [response, topics] of this.#subscribers)
      if (topics.includes(event.topic)) response.write(`${JSON.stringify(event)}\n`);
  }

  /** Something else on the streams. */
  say(line: string): void {
    for (const response of this.#subscribers.keys()) response.write(line);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const isRight = request.headers.authorization === `Bearer ${this.token}`;
    const denied = isRight ? undefined : refuse(401, 40101, 'unauthorized');
    const [, topics = ''] = /^\/([\w,-]+)\/json$/.exec(pathname) ?? [];
    if (topics !== '' && denied === undefined && this.#wrongStreams === 0) {
      this.#stream(response, topics.split(','), searchParams);
      return;
    }
    if (topics !== '') this.#wrongStreams -= denied === undefined ? 1 : 0;
    const told =
      topics !== ''
        ? (denied ?? HTML)
        : mishandle(this.#mishaps.shift(), () => denied ?? this.#publish(body), REFUSALS);
    if (told.isLost === true) response.destroy();
    else {
      response.writeHead(told.status, told.headers);
      response.end(told.json === undefined ? told.text : JSON.stringify(told.json));
    }
  }

  #stream(response: ServerResponse, topics: readonly string[], query: URLSearchParams): void {
    const since = query.get('since') ?? '';
    this.asked.push(since);
    const now = Math.floor(Date.now() / 1_000);
    const from = since.endsWith('s') ? now - Number.parseInt(since, 10) : Number(since);
    response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    const isPoll = query.get('poll') === '1';
    const open = { id: 'open', time: now, event: 'open', topic: topics.join(',') };
    if (!isPoll) response.write(`${JSON.stringify(open)}\n`);
    for (const event of this.events)
      if (event.time >= from && topics.includes(event.topic))
        response.write(`${JSON.stringify(event)}\n`);
    if (isPoll) {
      response.end();
      return;
    }
    this.#subscribers.set(response, topics);
    response.on('close', () => this.#subscribers.delete(response));
  }

  #publish(body: string): Told {
    const { topic, message, title } = JSON.parse(body) as FakeEvent;
    if (Buffer.byteLength(message) > 4_096) return refuse(413, 41301, 'attachment too large');
    const json = this.publish(topic, message, title === undefined ? {} : { title });
    this.sent.push(json);
    return { status: 200, json };
  }
}
