/**
 * Discord on loopback, as docs.discord.com/developers tells of its Gateway (v10) and its HTTP API, for as much
 * of both as a bot needs: what people write and press, what the bot posts, and everything that can go wrong in
 * between. `fake-discord.test.ts` proves it with discord.js.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import { FakeFiles } from '../fake-files.ts';
import type { SeenFile } from '../form-parts.ts';
import { attachmentsOf, type Attached } from './attachments-of.ts';
import { paramsOf, type Params } from './post-params.ts';

export const BOT_USER = '80351110224678912';
export const BOT_TOKEN = `${Buffer.from(BOT_USER).toString('base64')}.Xy.a-secret-that-no-log-may-show`;

/** A message of the bot as it stands there now. */
export interface DiscordMessage {
  readonly id: string;
  readonly channel: string;
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly value: string }[];
  readonly files: readonly SeenFile[];
}

/** `lost`: it is done, and the connection breaks before the answer. */
export type Mishap = 'rate' | 'away' | 'html' | 'lost';

export interface Written extends Attached {
  /** Default: the chat of two with the bot. */
  readonly channel?: string;
  /** It names the bot. */
  readonly isMention?: boolean;
  readonly isBot?: boolean;
  readonly isForward?: boolean;
  readonly agoS?: number;
}

interface Dispatch {
  readonly t: string;
  readonly s: number;
  readonly d: object;
}

/** What a bot has not heard waits in its session. */
interface Session {
  readonly id: string;
  readonly events: Dispatch[];
  /** How many of them went out. */
  told: number;
}

interface Frame {
  readonly op: number;
  readonly d: unknown;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly params: Params;
}

/** docs.discord.com/developers/reference, "Snowflakes". */
const EPOCH_MS = 1_420_070_400_000;

const HEARTBEAT_MS = 41_250;

const GATEWAY = { HELLO: 10, IDENTIFY: 2, RESUME: 6, HEARTBEAT: 1, ACK: 11, INVALID: 9, AGAIN: 7 };

export class FakeDiscord {
  readonly posted: DiscordMessage[] = [];
  /** Presses that the bot has taken: ids of interactions. */
  readonly deferred: string[] = [];
  readonly files = new FakeFiles();
  isRevoked = false;
  /** What `resume_gateway_url` says; default: here. */
  resumeUrl: string | undefined;
  identified = 0;
  resumed = 0;
  readonly #nonces = new Map<string, object>();
  readonly #offered: {
    readonly channel: string;
    readonly label: string;
    readonly value: string;
  }[] = [];
  readonly #mishaps = new Map<string, Mishap[]>();
  /** Those who write before the bot was ever there wait for it. */
  readonly #early: { readonly t: string; readonly d: object }[] = [];
  #session: Session | undefined;
  #socket: WebSocket | undefined;
  #server: Server | undefined;
  #port = 0;
  #last = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}/api`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    const sockets = new WebSocketServer({ server, path: '/' });
    sockets.on('connection', (socket) => {
      this.#greet(socket);
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

  /** The socket breaks in mid-stream. */
  cut(): void {
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  /** Discord asks the bot to connect anew. */
  refresh(): void {
    this.#socket?.send(JSON.stringify({ op: GATEWAY.AGAIN, d: null }));
  }

  /** The session is over: nobody can resume it. */
  forget(): void {
    this.#session = undefined;
  }

  /** @param call `messages`, `gateway/bot` */
  fail(call: string, ...mishaps: readonly Mishap[]): void {
    this.#mishaps.set(call, [...(this.#mishaps.get(call) ?? []), ...mishaps]);
  }

  write(user: string, words: string, more: Written = {}): void {
    const { channel, isMention = false, isBot = false, agoS = 0 } = more;
    const id = this.#nextId(agoS);
    const content = isMention ? `<@${BOT_USER}> ${words}` : words;
    this.#bring('MESSAGE_CREATE', {
      ...{ id, type: 0, channel_id: channel ?? dmOf(user) },
      channel_type: channel === undefined ? 1 : 0,
      ...(channel !== undefined && { guild_id: '41771983423143937', member: {} }),
      author: { id: user, username: `user-${user}`, discriminator: '0', bot: isBot },
      timestamp: new Date(Date.now() - agoS * 1_000).toISOString(),
      ...{ edited_timestamp: null, tts: false, mention_everyone: false, pinned: false },
      ...{ mention_roles: [], embeds: [] },
      mentions: isMention ? [{ id: BOT_USER, username: 'board', discriminator: '0' }] : [],
      ...(more.isForward === true
        ? {
            content: '',
            message_reference: { type: 1, channel_id: '1', message_id: '2' },
            message_snapshots: [{ message: { content } }],
          }
        : { content }),
      attachments: attachmentsOf(more, (picture) => this.#keep(picture)),
    });
  }

  /** Somebody presses the newest button with this label, of all that ever stood in a chat of two. */
  press(user: string, label: string, owner = user): void {
    const channel = dmOf(owner);
    const button = this.#offered.findLast((one) => one.channel === channel && one.label === label);
    if (button === undefined) throw new Error(`no button ${label} for ${owner}`);
    this.#bring('INTERACTION_CREATE', {
      ...{ id: this.#nextId(0), application_id: BOT_USER, type: 3, version: 1, context: 1 },
      ...{ token: 'a-token-of-the-press', channel_id: dmOf(user), locale: 'en-US' },
      channel: { id: dmOf(user), type: 1, recipients: [{ id: user }] },
      user: { id: user, username: `user-${user}`, discriminator: '0' },
      data: { component_type: 2, custom_id: button.value },
      message: messageOf('1', dmOf(user), ''),
      ...{ entitlements: [], authorizing_integration_owners: {}, attachment_size_limit: 1 },
    });
  }

  /** All that was told is told once more, as when a bot resumes from further back. */
  repeat(): void {
    if (this.#session !== undefined) this.#session.told = 0;
    this.#deliver();
  }

  textsIn(channel: string): readonly string[] {
    return this.posted.filter((one) => one.channel === channel).map((one) => one.text);
  }

  get waiting(): number {
    const { events = [], told = 0 } = this.#session ?? {};
    return this.#early.length + events.length - told;
  }

  #keep(picture: Uint8Array): string {
    const place = `/attachments/1/${this.#nextId(0)}/gauge.png`;
    return new URL(this.files.keep(place, picture), this.url).href;
  }

  #nextId(agoS: number): string {
    this.#last += 1;
    const ms = BigInt(Date.now() - agoS * 1_000 - EPOCH_MS);
    return String((ms << 22n) + BigInt(this.#last));
  }

  #bring(t: string, d: object): void {
    if (this.#session === undefined) this.#early.push({ t, d });
    else this.#session.events.push({ t, d, s: this.#session.events.length + 1 });
    this.#deliver();
  }

  #deliver(): void {
    const [session, socket] = [this.#session, this.#socket];
    if (session === undefined || socket === undefined) return;
    for (const event of session.events.slice(session.told))
      socket.send(JSON.stringify({ op: 0, ...event }));
    session.told = session.events.length;
  }

  #greet(socket: WebSocket): void {
    socket.send(
      JSON.stringify({ op: GATEWAY.HELLO, d: { heartbeat_interval: HEARTBEAT_MS }, s: null }),
    );
    socket.on('close', (code) => {
      if (this.#socket === socket) this.#socket = undefined;
      // 1000 and 1001 end the session as well ("Initiating a Disconnect").
      if (code === 1_000 || code === 1_001) this.#session = undefined;
    });
    socket.on('message', (data: Buffer) => {
      this.#hear(socket, JSON.parse(data.toString()) as Frame);
    });
  }

  #hear(socket: WebSocket, { op, d }: Frame): void {
    if (op === GATEWAY.HEARTBEAT) socket.send(JSON.stringify({ op: GATEWAY.ACK }));
    if (op !== GATEWAY.IDENTIFY && op !== GATEWAY.RESUME) return;
    const {
      token,
      session_id,
      seq = 0,
    } = d as {
      token: string;
      session_id?: string;
      seq?: number;
    };
    if (token !== BOT_TOKEN || this.isRevoked) socket.close(4_004, 'Authentication failed.');
    else if (op === GATEWAY.IDENTIFY) this.#begin(socket);
    else if (this.#session?.id !== session_id)
      socket.send(JSON.stringify({ op: GATEWAY.INVALID, d: false }));
    else this.#resume(socket, seq);
  }

  #begin(socket: WebSocket): void {
    this.identified += 1;
    this.#socket = socket;
    this.#session = { id: crypto.randomUUID(), events: [], told: 0 };
    this.#bring('READY', {
      v: 10,
      user: { id: BOT_USER, username: 'board', discriminator: '0', bot: true },
      ...{ guilds: [], private_channels: [], application: { id: BOT_USER, flags: 0 } },
      session_id: this.#session.id,
      resume_gateway_url: this.resumeUrl ?? `ws://127.0.0.1:${String(this.#port)}`,
    });
    for (const { t, d } of this.#early.splice(0)) this.#bring(t, d);
  }

  #resume(socket: WebSocket, seq: number): void {
    this.resumed += 1;
    this.#socket = socket;
    if (this.#session !== undefined) this.#session.told = seq;
    this.#bring('RESUMED', {});
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    const { pathname } = new URL(request.url ?? '', this.url);
    if (pathname.startsWith('/attachments/')) {
      this.files.give(pathname, response);
      return;
    }
    const path = (request.url ?? '').replace(/^\/api(\/v10)?\//, '').replace(/\?.*/, '');
    const kind = /^channels\/\d+\/(messages|typing)/.exec(path)?.[1] ?? path;
    const mishap = this.#mishaps.get(kind)?.shift();
    if (mishap === 'rate')
      answer(
        response.setHeader('retry-after', '1'),
        { message: 'You are being rate limited.', retry_after: 0.3, global: false },
        429,
      );
    else if (mishap === 'away') answer(response, { message: '503: Unavailable', code: 0 }, 503);
    else if (mishap === 'html')
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>');
    else {
      const [method, token] = [request.method ?? '', request.headers.authorization ?? ''];
      const params = paramsOf(body, request.headers['content-type'] ?? '');
      const [status, result] = this.#run({ method, path, token, params });
      if (mishap === 'lost') response.destroy();
      else answer(response, result, status);
    }
  }

  #run({ method, path, token, params }: Call): readonly [number, object?] {
    const press = /^interactions\/(\d+)\/a-token-of-the-press\/callback$/.exec(path)?.[1];
    if (press !== undefined && params.type === 6) {
      this.deferred.push(press);
      return [204];
    }
    if (token !== `Bot ${BOT_TOKEN}` || this.isRevoked)
      return [401, { message: '401: Unauthorized', code: 0 }];
    if (path === 'gateway/bot') return [200, this.#gateway()];
    const me = { id: BOT_USER, username: 'board', discriminator: '0', bot: true };
    if (path === 'users/@me') return [200, me];
    if (path === 'users/@me/channels')
      return [200, { id: dmOf(params.recipient_id ?? ''), type: 1, recipients: [] }];
    const [, channel = '', what, id] =
      /^channels\/(\d+)\/(messages|typing)(?:\/(\d+))?$/.exec(path) ?? [];
    if (what === 'typing') return [204];
    if (what === 'messages' && method === 'POST') return this.#post(channel, params);
    if (what === 'messages' && method === 'PATCH') return this.#edit(id ?? '', params);
    return [404, { message: '404: Not Found', code: 0 }];
  }

  #gateway(): object {
    return {
      url: `ws://127.0.0.1:${String(this.#port)}`,
      shards: 1,
      session_start_limit: {
        ...{ total: 1_000, remaining: 1_000 - this.identified, reset_after: 3_600_000 },
        max_concurrency: 1,
      },
    };
  }

  #post(channel: string, params: Params): readonly [number, object] {
    const { content = '', nonce = '', enforce_nonce: isOnce = false, files = [] } = params;
    if (content === '' && files.length === 0)
      return [400, { message: 'Cannot send an empty message', code: 50_006 }];
    if (content.length > 2_000 || nonce.length > 25)
      return [400, { message: 'Invalid Form Body', code: 50_035 }];
    const before = this.#nonces.get(nonce);
    if (isOnce && before !== undefined) return [200, before];
    const id = this.#nextId(0);
    const buttons = buttonsOf(params);
    this.#offered.push(...buttons.map((button) => ({ channel, ...button })));
    this.posted.push({ id, channel, text: shown(content), buttons, files });
    const message = messageOf(id, channel, content);
    if (nonce !== '') this.#nonces.set(nonce, message);
    return [200, message];
  }

  #edit(id: string, params: Params): readonly [number, object] {
    const at = this.posted.findIndex((one) => one.id === id);
    const before = this.posted[at];
    if (before === undefined) return [404, { message: 'Unknown Message', code: 10_008 }];
    const { content = '' } = params;
    this.posted[at] = { ...before, text: shown(content), buttons: buttonsOf(params) };
    return [200, messageOf(id, before.channel, content)];
  }
}

/** The id of the chat of two is another one than the person's. */
export function dmOf(user: string): string {
  return `9${user}`;
}

function messageOf(id: string, channel: string, content: string): object {
  return {
    ...{ id, channel_id: channel, content, type: 0, tts: false, pinned: false },
    author: { id: BOT_USER, username: 'board', discriminator: '0', bot: true },
    ...{ timestamp: new Date().toISOString(), edited_timestamp: null, mention_everyone: false },
    ...{ mentions: [], mention_roles: [], attachments: [], embeds: [], components: [] },
  };
}

function buttonsOf({ components = [] }: Params): DiscordMessage['buttons'] {
  return components
    .flatMap((row) => row.components)
    .map(({ label, custom_id: value }) => ({ label, value }));
}

/** What a person sees: a backslash before a sign of Markdown is not shown. */
function shown(content: string): string {
  return content.replaceAll(/\\([^0-9A-Za-z\s])/g, '$1');
}

function answer(response: ServerResponse, body: object | undefined, status: number): void {
  if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
