/**
 * Rocket.Chat on loopback, as developer.rocket.chat tells of its REST API and of DDP, for as much of both as a bot
 * needs: what people write, what the bot sends, and everything that can go wrong in between. Nobody else's client
 * was held against it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { mishandle, type Told } from '../loopback-http.ts';

export const ROCKET_TOKEN = 'atokenthatnologmayshow';
export const ROCKET_BOT = { _id: 'BoardBoardBoard01', username: 'board.bot' };

export interface FakeMessage {
  readonly _id: string;
  readonly rid: string;
  readonly msg: string;
  readonly ts: number;
  readonly u: { readonly _id: string };
  readonly tmid?: string;
  readonly bot?: object;
  readonly editedAt?: number;
  readonly mentions?: readonly { readonly _id: string }[];
}

export interface FakeRoom {
  readonly t: 'c' | 'd' | 'p';
  readonly usersCount: number;
  /** The bot is not in it: everybody may read there. */
  readonly isForeign?: boolean;
}

interface Frame {
  readonly msg: string;
  readonly id?: string;
  readonly method?: string;
  readonly name?: string;
  readonly params?: readonly unknown[];
}

function refuse(status: number, error: string): Told {
  return { status, json: { success: false, error } };
}

const NOT_LOGGED_IN: Told = {
  status: 401,
  json: { status: 'error', message: 'You must be logged in to do this.' },
};

export class FakeRocketchat {
  token = ROCKET_TOKEN;
  readonly messages: FakeMessage[] = [];
  readonly rooms = new Map<string, FakeRoom>();
  /** The server asks whether anybody is there, and was answered. */
  pongs = 0;
  readonly #mishaps = new Map<string, SendMishap[]>();
  readonly #hearing = new Set<WebSocket>();
  readonly #all = new Set<WebSocket>();
  #server: Server | undefined;
  #port = 0;
  #last = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    new WebSocketServer({ server, path: '/websocket' }).on('connection', (socket) => {
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

  /** The sockets break in mid-stream. */
  cut(): void {
    this.#hearing.clear();
    for (const socket of this.#all) socket.terminate();
  }

  /** How many listen. */
  get ears(): number {
    return this.#hearing.size;
  }

  /** @param path of the API: `chat.sendMessage` */
  fail(path: string, ...mishaps: readonly SendMishap[]): void {
    this.#mishaps.set(path, [...(this.#mishaps.get(path) ?? []), ...mishaps]);
  }

  write(
    user: string,
    msg: string,
    more: Partial<FakeMessage> & { readonly agoS?: number } = {},
  ): void {
    const { agoS = 0, rid = directWith(user), ...rest } = more;
    if (!this.rooms.has(rid)) this.rooms.set(rid, { t: 'd', usersCount: 2 });
    this.#last += 1;
    const _id = `m${String(this.#last)}`;
    const message = { _id, rid, msg, ts: Date.now() - agoS * 1_000, u: { _id: user }, ...rest };
    this.messages.push(message);
    this.tell(message);
  }

  /** On the stream, with what stands there; also once more. */
  tell(message: FakeMessage): void {
    const room = this.rooms.get(message.rid);
    const more = { roomParticipant: room?.isForeign !== true, roomType: room?.t };
    const args = [{ ...message, ts: { $date: message.ts } }, more];
    this.say({
      ...{ msg: 'changed', collection: 'stream-room-messages', id: 'id' },
      fields: { eventName: '__my_messages__', args },
    });
  }

  say(frame: object): void {
    for (const socket of this.#hearing) socket.send(JSON.stringify(frame));
  }

  textsIn(rid: string): readonly string[] {
    return this.messages
      .filter((message) => message.rid === rid && message.u._id === ROCKET_BOT._id)
      .map(({ msg }) => msg.replaceAll('\u200b', ''));
  }

  #greet(socket: WebSocket): void {
    this.#all.add(socket);
    socket.on('close', () => {
      this.#all.delete(socket);
      this.#hearing.delete(socket);
    });
    socket.send(JSON.stringify({ server_id: '0' }));
    socket.on('message', (data: Buffer) => {
      this.#hear(socket, JSON.parse(data.toString()) as Frame);
    });
  }

  #hear(socket: WebSocket, { msg, id, method, name, params = [] }: Frame): void {
    const answer = (frame: object): void => {
      socket.send(JSON.stringify(frame));
    };
    if (msg === 'connect') answer({ msg: 'connected', session: 's1' });
    if (msg === 'ping') answer({ msg: 'pong' });
    if (msg === 'pong') this.pongs += 1;
    if (msg === 'method' && method === 'login') {
      const isRight = (params[0] as { readonly resume?: string }).resume === this.token;
      const error = { error: 403, reason: 'You’ve been logged out by the server.' };
      answer({ msg: 'result', id, ...(isRight ? { result: { id: ROCKET_BOT._id } } : { error }) });
    }
    if (msg === 'sub' && name === 'stream-room-messages' && params[0] === '__my_messages__') {
      this.#hearing.add(socket);
      answer({ msg: 'ready', subs: [id] });
    }
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const { pathname, searchParams: query } = new URL(request.url ?? '', this.url);
    const path = pathname.replace('/api/v1/', '');
    const { 'x-auth-token': token, 'x-user-id': user } = request.headers;
    const isIn = token === this.token && user === ROCKET_BOT._id;
    const told = mishandle(
      this.#mishaps.get(path)?.shift(),
      () => (isIn ? this.#run(`${request.method ?? ''} ${path}`, body, query) : NOT_LOGGED_IN),
      {
        tooFast: {
          ...refuse(429, 'Error, too many requests. [error-too-many-requests]'),
          headers: { 'x-ratelimit-reset': String(Date.now() + 900) },
        },
        broken: refuse(500, 'Internal server error'),
      },
    );
    if (told.isLost === true) {
      response.destroy();
      return;
    }
    response.writeHead(told.status, { 'content-type': 'application/json', ...told.headers });
    response.end(told.json === undefined ? told.text : JSON.stringify(told.json));
  }

  #run(call: string, body: string, query: URLSearchParams): Told {
    const room = this.rooms.get(query.get('roomId') ?? '');
    switch (call) {
      case 'GET me':
        return done({ ...ROCKET_BOT, roles: ['bot'] });
      case 'GET rooms.get':
        return done({ update: this.#news(query.get('updatedSince') ?? ''), remove: [] });
      case 'GET rooms.info':
        return room === undefined ? refuse(400, 'error-room-not-found') : done({ room });
      case 'GET im.history':
      case 'GET channels.history':
      case 'GET groups.history':
        return this.#history(query);
      case 'GET users.info':
        return done({ user: { username: `name-of-${query.get('userId') ?? ''}` } });
      case 'POST im.create':
        return this.#create(JSON.parse(body) as { readonly username: string });
      case 'POST chat.sendMessage':
        return this.#send((JSON.parse(body) as { readonly message: FakeMessage }).message);
      case 'GET chat.getMessage': {
        const message = this.messages.find(({ _id }) => _id === query.get('msgId'));
        return message === undefined ? refuse(400, '') : done({ message });
      }
      case 'POST chat.update':
        return this.#update(JSON.parse(body) as { readonly msgId: string; readonly text: string });
      default:
        return refuse(404, 'no such call');
    }
  }

  #news(since: string): readonly object[] {
    const isNew = (rid: string): boolean =>
      this.messages.some((message) => message.rid === rid && message.ts > Date.parse(since));
    return [...this.rooms]
      .filter(([rid, { isForeign }]) => isForeign !== true && isNew(rid))
      .map(([_id, room]) => ({ _id, ...room }));
  }

  #history(query: URLSearchParams): Told {
    const from = Number(query.get('offset'));
    const messages = this.messages
      .filter(({ rid }) => rid === query.get('roomId'))
      .filter(({ ts }) => ts > Date.parse(query.get('oldest') ?? ''))
      .toReversed()
      .slice(from, from + Number(query.get('count')))
      .map((message) => ({ ...message, ts: new Date(message.ts).toISOString() }));
    return done({ messages });
  }

  #create({ username }: { readonly username: string }): Told {
    const rid = directWith(username.replace('name-of-', ''));
    this.rooms.set(rid, { t: 'd', usersCount: 2 });
    return done({ room: { _id: rid, rid, t: 'd' } });
  }

  #send(asked: FakeMessage): Told {
    // apps/meteor/app/lib/server/functions/sendMessage.ts: it stands there already, and nothing comes of it.
    if (this.messages.some(({ _id }) => _id === asked._id)) return done({});
    if (asked.msg.length > 5_000) return refuse(400, 'error-message-size-exceeded');
    const message = { ...asked, ts: Date.now(), u: ROCKET_BOT };
    this.messages.push(message);
    this.tell(message);
    return done({ message: { ...message, ts: new Date(message.ts).toISOString() } });
  }

  #update({ msgId, text: msg }: { readonly msgId: string; readonly text: string }): Told {
    const at = this.messages.findIndex(({ _id }) => _id === msgId);
    const before = this.messages[at];
    if (before === undefined) return refuse(400, `No message found with the id of "${msgId}".`);
    this.messages[at] = { ...before, msg, editedAt: Date.now() };
    return done({ message: this.messages[at] });
  }
}

export function directWith(user: string): string {
  return `dm-${user}`;
}

function done(more: object): Told {
  return { status: 200, json: { ...more, success: true } };
}
