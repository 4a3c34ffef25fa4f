/**
 * signal-cli's daemon on loopback, as man signal-cli-jsonrpc(5) tells of its three addresses: what people write to
 * the account, what is sent by it, and everything that can go wrong in between. Nobody else's client was held
 * against it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HTML, mishandle, type Told } from '../loopback-http.ts';

export const ACCOUNT = '+4915112345678';

export interface FakeEnvelope {
  readonly sourceUuid?: string;
  readonly sourceNumber?: string | null;
  readonly timestamp: number;
  readonly serverReceivedTimestamp: number;
  readonly dataMessage?: Readonly<Record<string, unknown>>;
  readonly editMessage?: object;
  readonly syncMessage?: object;
  readonly typingMessage?: object;
}

interface Call {
  readonly id: string;
  readonly method: string;
  readonly params: {
    readonly account?: string;
    readonly recipient?: readonly string[];
    readonly groupId?: string;
    readonly message?: string;
  };
}

export interface SentMessage {
  /** The account id of the person, or the id of the group. */
  readonly to: string;
  readonly message: string;
}

function failed(code: number, message: string): Told {
  return { status: 200, json: { jsonrpc: '2.0', id: 'x', error: { code, message, data: null } } };
}

const UNKNOWN = failed(-32602, 'Specified account does not exist');

const REFUSALS = {
  tooFast: failed(-5, 'Failed to send message due to rate limiting'),
  // Of an internal error nobody knows what was done: what it says before it does anything stands here for its errors.
  broken: UNKNOWN,
};

export class FakeSignalCli {
  account = ACCOUNT;
  readonly sent: SentMessage[] = [];
  readonly typed: string[] = [];
  /** What `send` says of each recipient. */
  result = 'SUCCESS';
  readonly #events: string[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #mishaps: SendMishap[] = [];
  #wrongStreams = 0;
  #lastTimestamp = 0;
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  get ears(): number {
    return this.#streams.size;
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
    for (const response of this.#streams) response.destroy();
  }

  fail(...mishaps: readonly SendMishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** Somebody else answers instead of the next streams. */
  failStreams(count: number): void {
    this.#wrongStreams = count;
  }

  write(
    sourceUuid: string,
    message: string | null,
    more: Readonly<Record<string, unknown>> & { readonly agoS?: number } = {},
  ): void {
    const { agoS = 0, ...rest } = more;
    // Two messages of one person never have one time.
    this.#lastTimestamp = Math.max(this.#lastTimestamp + 1, Date.now());
    const timestamp = this.#lastTimestamp - agoS * 1_000;
    this.tell({
      ...{ sourceUuid, sourceNumber: null, timestamp, serverReceivedTimestamp: timestamp },
      dataMessage: { timestamp, message, expiresInSeconds: 0, viewOnce: false, ...rest },
    });
  }

  tell(envelope: FakeEnvelope, account = ACCOUNT): void {
    this.#events.push(JSON.stringify({ envelope, account }));
    for (const stream of this.#streams) this.#send(stream, this.#events.length);
  }

  /** All that was told is told again, as by a daemon that does not know how far was heard. */
  repeat(): void {
    for (const stream of this.#streams)
      for (let at = 1; at <= this.#events.length; at += 1) this.#send(stream, at);
  }

  /** Something else on the streams. */
  say(words: string): void {
    for (const stream of this.#streams) stream.write(words);
  }

  /** @param at from 1 */
  #send(stream: ServerResponse, at: number): void {
    const data = this.#events[at - 1] ?? '';
    stream.write(`id:1759000000000-${String(at)}\nevent:receive\ndata:${data}\n\n`);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const told =
      pathname === '/api/v1/rpc'
        ? this.#call(JSON.parse(body) as Call)
        : this.#stream(response, searchParams.get('account'), request.headers['last-event-id']);
    if (told === undefined) return;
    if (told.isLost === true) response.destroy();
    else {
      response.writeHead(told.status, told.headers);
      response.end(told.json === undefined ? told.text : JSON.stringify(told.json));
    }
  }

  #stream(
    response: ServerResponse,
    account: string | null,
    last: string | string[] | undefined,
  ): Told | undefined {
    if (account !== this.account) return { status: 400, text: '' };
    if (this.#wrongStreams > 0) {
      this.#wrongStreams -= 1;
      return this.#wrongStreams > 0 ? HTML : { ...HTML, status: 200 };
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=UTF-8' });
    response.write(':\n');
    const [, from] = /^1759000000000-(\d+)$/.exec(String(last)) ?? [];
    const first = last === undefined ? this.#events.length : Number(from ?? 0);
    for (let at = first + 1; at <= this.#events.length; at += 1) this.#send(response, at);
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    return undefined;
  }

  #call(call: Call): Told {
    const done = (result: object): Told => ({
      status: 200,
      json: { jsonrpc: '2.0', result, id: call.id },
    });
    const { account, recipient = [], groupId, message = '' } = call.params;
    const to = groupId ?? recipient[0] ?? '';
    switch (call.method) {
      case 'listGroups':
        return account === this.account ? done([]) : UNKNOWN;
      case 'sendTyping':
        this.typed.push(to);
        return done({});
      case 'send':
        return mishandle(
          this.#mishaps.shift(),
          () => {
            if (account !== this.account) return UNKNOWN;
            if (this.result === 'SUCCESS') this.sent.push({ to, message });
            const results = [{ recipientAddress: { uuid: to }, type: this.result }];
            return done({ timestamp: Date.now(), results });
          },
          REFUSALS,
        );
      default:
        return failed(-32601, 'Method not implemented');
    }
  }
}
