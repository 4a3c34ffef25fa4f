/**
 * Mattermost on loopback, as developers.mattermost.com/api-documentation tells of its REST API and its socket,
 * for as much of both as a bot needs: what people write, what the bot posts, and everything that can go wrong
 * in between. `fake-mattermost.test.ts` proves it with Mattermost's own client.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { FakeFiles } from '../fake-files.ts';
import { formParts, type SeenFile } from '../form-parts.ts';
import { mishandle, type Told } from '../loopback-http.ts';
import { FakeSockets } from './fake-sockets.ts';

export const TOKEN = 'asecretthatnologmayshow123';
export const BOT = { id: 'bot'.padEnd(26, '0'), username: 'board', is_bot: true };

export interface FakePost {
  readonly id: string;
  readonly create_at: number;
  readonly user_id: string;
  readonly channel_id: string;
  readonly root_id: string;
  readonly message: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly file_ids?: readonly string[];
  readonly metadata?: object;
}

export interface Written {
  /** Default: the chat of two with the bot. */
  readonly channel?: string;
  readonly root?: string;
  /** In a channel: it names the bot. */
  readonly isMention?: boolean;
  readonly isBot?: boolean;
  readonly isForwarded?: boolean;
  readonly isFile?: boolean;
  /** Its bytes. */
  readonly picture?: Uint8Array | undefined;
  readonly agoS?: number;
}

const TOO_FAST: Told = { status: 429, headers: { 'retry-after': '1' }, text: 'limit exceeded' };

/** server/channels/app/post.go, PendingPostIDsCacheTTL */
const PENDING_MS = 30_000;

export class FakeMattermost {
  readonly posts: FakePost[] = [];
  isRevoked = false;
  /** The server keeps no files. */
  refusesFiles = false;
  readonly files = new FakeFiles();
  readonly #files = new Map<string, SeenFile>();
  readonly #sockets = new FakeSockets((token) => this.#knows(token));
  readonly #mishaps = new Map<string, SendMishap[]>();
  /** By pending_post_id. */
  readonly #pending = new Map<string, { readonly id: string; readonly at: number }>();
  #server: Server | undefined;
  #port = 0;
  #last = 0;

  /** Without the slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  /** Chats in which the bot was seen writing: `CHANNEL/ROOT`. */
  get typed(): readonly string[] {
    return this.#sockets.typed;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    const sockets = new WebSocketServer({ server, path: '/api/v4/websocket' });
    sockets.on('connection', (socket) => {
      this.#sockets.greet(socket);
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
    this.#sockets.cut();
  }

  /** An event is lost on its way: its number is not seen. */
  skip(): void {
    this.#sockets.skip();
  }

  /** @param path of the API: `posts` */
  fail(path: string, ...mishaps: readonly SendMishap[]): void {
    this.#mishaps.set(path, [...(this.#mishaps.get(path) ?? []), ...mishaps]);
  }

  write(user: string, words: string, more: Written = {}): void {
    const { channel = directWith(user), isMention = false, agoS = 0 } = more;
    const post = this.#add({
      create_at: Date.now() - agoS * 1_000,
      ...{ user_id: user, channel_id: channel, root_id: more.root ?? '' },
      message: isMention ? `@${BOT.username} ${words}` : words,
      props: {
        ...(more.isBot === true && { from_bot: 'true' }),
        ...(more.isForwarded === true && { previewed_post: 'p'.repeat(26) }),
      },
      ...(more.isFile === true && { file_ids: ['f'.repeat(26)] }),
      ...(more.picture !== undefined && this.#attach(more.picture)),
    });
    this.#tell(post, isMention || channel === directWith(user) ? [BOT.id] : []);
  }

  /** What is read there: Markdown that was escaped shows its signs. */
  textsIn(channel: string): readonly string[] {
    return this.posts
      .filter((post) => post.channel_id === channel && post.user_id === BOT.id)
      .map(({ message }) => message.replaceAll(/\\([\\`*{}[\]()#+\-.!_>~|<])/g, '$1'));
  }

  /** …/api-documentation, schema "FileInfo" */
  #attach(picture: Uint8Array): Pick<FakePost, 'file_ids' | 'metadata'> {
    const id = this.files.keep(`h${String(this.files.next).padStart(25, '0')}`, picture);
    const info = { id, name: 'gauge.png', mime_type: 'image/png', size: picture.byteLength };
    return { file_ids: [id], metadata: { files: [info] } };
  }

  #knows(token: string): boolean {
    return token === TOKEN && !this.isRevoked;
  }

  #add(post: Omit<FakePost, 'id'>): FakePost {
    this.#last += 1;
    const whole = { id: `p${String(this.#last).padStart(25, '0')}`, ...post };
    this.posts.push(whole);
    return whole;
  }

  #tell(post: FakePost, mentions: readonly string[]): void {
    this.#sockets.tell({
      event: 'posted',
      data: {
        channel_type: isDirect(post.channel_id) ? 'D' : 'O',
        post: JSON.stringify(whole(post)),
        sender_name: `@${post.user_id}`,
        ...(mentions.length > 0 && { mentions: JSON.stringify(mentions) }),
      },
      broadcast: { omit_users: null, user_id: '', channel_id: post.channel_id, team_id: '' },
    });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request).catch(() => undefined);
    if (bytes === undefined) return;
    const type = request.headers['content-type'];
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const path = pathname.replace('/api/v4/', '');
    const token = (request.headers.authorization ?? '').replace(/^bearer /i, '');
    const [, file] = /^files\/(\w+)$/.exec(path) ?? [];
    if (file !== undefined && this.#knows(token)) {
      this.files.give(file, response);
      return;
    }
    const told = mishandle(
      this.#mishaps.get(path)?.shift(),
      () =>
        this.#knows(token)
          ? path === 'files'
            ? this.#keepFile(bytes, type)
            : this.#run(`${request.method ?? ''} ${path}`, bytes.toString(), searchParams)
          : refuse(401, 'api.context.session_expired.app_error', 'Invalid or expired session.'),
      { tooFast: TOO_FAST, broken: refuse(500, 'app.post.save.app_error', 'Unable to save.') },
    );
    if (told.isLost === true) response.destroy();
    else give(response, told);
  }

  #run(call: string, body: string, query: URLSearchParams): Told {
    const [, chat, post] =
      /^(?:GET channels\/(\w+)\/posts|PUT posts\/(\w+)\/patch)$/.exec(call) ?? [];
    if (chat !== undefined) return this.#list(chat, query);
    if (post !== undefined) return this.#patch(post, JSON.parse(body) as { message: string });
    switch (call) {
      case 'GET users/me':
        return { status: 200, json: BOT };
      case 'GET users/me/channels':
        return { status: 200, json: this.#channels() };
      case 'POST channels/direct': {
        const [, user = ''] = JSON.parse(body) as string[];
        return { status: 201, json: { id: directWith(user), type: 'D' } };
      }
      case 'POST posts':
        return this.#post(JSON.parse(body) as Partial<FakePost> & { pending_post_id?: string });
      default:
        return refuse(404, 'api.context.404.app_error', 'Sorry, we could not find the page.');
    }
  }

  #keepFile(bytes: Buffer, contentType: string | undefined): Told {
    const form = formParts(bytes, contentType);
    const file = form?.files.get('files');
    if (this.refusesFiles)
      return refuse(501, 'api.file.attachments.disabled.app_error', 'File attachments are off.');
    if (form?.fields.has('channel_id') !== true || file === undefined)
      return refuse(400, 'api.file.upload_file.read_request.app_error', 'Unable to read.');
    const id = `f${String(this.#files.size).padStart(25, '0')}`;
    const { name, type } = file;
    this.#files.set(id, { name, type, bytes: file.bytes });
    const infos = [{ id, name, size: file.bytes, mime_type: type }];
    return { status: 201, json: { file_infos: infos, client_ids: [] } };
  }

  /** Files that the bot posted there. */
  filesIn(channel: string): readonly SeenFile[] {
    return this.posts
      .filter((post) => post.channel_id === channel && post.user_id === BOT.id)
      .flatMap(({ file_ids: ids = [] }) => ids.flatMap((id) => this.#files.get(id) ?? []));
  }

  #channels(): readonly object[] {
    const ids = new Set(this.posts.map((post) => post.channel_id));
    return [...ids].map((id) => ({
      id,
      type: isDirect(id) ? 'D' : 'O',
      last_post_at: Math.max(
        ...this.posts.filter((post) => post.channel_id === id).map((post) => post.create_at),
      ),
    }));
  }

  #list(channel: string, query: URLSearchParams): Told {
    const most = Number(query.get('per_page') ?? '60');
    const from = Number(query.get('page') ?? '0') * most;
    const posts = this.posts
      .filter((post) => post.channel_id === channel)
      .toSorted((one, other) => other.create_at - one.create_at || other.id.localeCompare(one.id))
      .slice(from, from + most);
    const order = posts.map(({ id }) => id);
    const json = { order, posts: Object.fromEntries(posts.map((post) => [post.id, whole(post)])) };
    return { status: 200, json };
  }

  #post(asked: Partial<FakePost> & { readonly pending_post_id?: string }): Told {
    const { channel_id: channel, message = '', root_id: root = '' } = asked;
    const { pending_post_id: key, file_ids: files = [] } = asked;
    if (channel === undefined || (message === '' && files.length === 0))
      return refuse(400, 'api.context.invalid_body_param.app_error', 'Invalid post.');
    if (message.length > 16_383)
      return refuse(400, 'model.post.is_valid.message_length.app_error', 'Too long.');
    const known = this.#pending.get(key ?? '');
    const before =
      known !== undefined && Date.now() - known.at < PENDING_MS
        ? this.posts.find(({ id }) => id === known.id)
        : undefined;
    if (before !== undefined) return { status: 201, json: whole(before) };
    const post = this.#add({
      create_at: Date.now(),
      ...{ user_id: BOT.id, channel_id: channel, root_id: root, message },
      props: { from_bot: 'true' },
      ...(files.length > 0 && { file_ids: files }),
    });
    if (key !== undefined) this.#pending.set(key, { id: post.id, at: Date.now() });
    this.#tell(post, []);
    return { status: 201, json: { ...whole(post), pending_post_id: key } };
  }

  #patch(id: string, { message }: { readonly message: string }): Told {
    const at = this.posts.findIndex((post) => post.id === id);
    const before = this.posts[at];
    if (before === undefined) return refuse(404, 'app.post.get.app_error', 'No such post.');
    this.posts[at] = { ...before, message };
    return { status: 200, json: whole(this.posts[at]) };
  }
}

/** The chat of two of this person and the bot. */
export function directWith(user: string): string {
  return `d${user.slice(1)}`;
}

function isDirect(channel: string): boolean {
  return channel.startsWith('d');
}

function whole(post: FakePost): object {
  const { create_at: at } = post;
  const more = {
    update_at: at,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    type: '',
    hashtags: '',
  };
  return { metadata: {}, ...post, ...more, pending_post_id: '' };
}

function refuse(status: number, id: string, message: string): Told {
  const json = { id, message, detailed_error: '', request_id: '', status_code: status };
  return { status, json };
}

function give(response: ServerResponse, { status, headers, json, text: words = '' }: Told): void {
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers });
  response.end(json === undefined ? words : JSON.stringify(json));
}
