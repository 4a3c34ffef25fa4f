/**
 * Slack on loopback, as docs.slack.dev tells of its Web API and of Socket Mode, for as much of both as a bot
 * needs: what people write, what the bot posts, and everything that can go wrong in between.
 * `fake-slack.test.ts` proves it with Slack's own clients.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import { FakeFiles } from '../fake-files.ts';
import type { SeenFile } from '../form-parts.ts';
import { FakeUploads } from './fake-uploads.ts';

export const BOT_TOKEN = 'xoxb-1-2-a-secret-that-no-log-may-show';
export const APP_TOKEN = 'xapp-1-A0123456-7-a-secret-that-no-log-may-show';
export const BOT_USER = 'U0BOARD';

/** A message of the bot as it stands there now. */
export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly value: string }[];
  readonly files?: readonly SeenFile[];
}

/** `lost`: it is done, and the connection breaks before the answer. */
export type Mishap = 'rate' | 'away' | 'html' | 'lost';

export interface Written {
  /** Default: the chat of two with the app. */
  readonly channel?: string;
  /** In a channel: it names the app. */
  readonly isMention?: boolean;
  readonly isBot?: boolean;
  readonly isShared?: boolean;
  readonly isFile?: boolean;
  /** Its bytes. */
  readonly picture?: Uint8Array | undefined;
  readonly agoS?: number;
}

interface Envelope {
  readonly envelope_id: string;
  readonly type: 'events_api' | 'interactive';
  readonly payload: object;
  readonly accepts_response_payload: false;
}

interface Params {
  readonly channel?: string;
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly text?: string;
  readonly blocks?: string | readonly Block[];
  readonly channel_id?: string;
  readonly channels?: string;
  readonly initial_comment?: string;
  readonly filename?: string;
  readonly length?: string;
  /** JSON. */
  readonly files?: string;
}

interface Block {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly elements?: readonly {
    readonly text: { readonly text: string };
    readonly value: string;
  }[];
}

export class FakeSlack {
  readonly posted: SlackMessage[] = [];
  isRevoked = false;
  readonly uploads = new FakeUploads();
  readonly files = new FakeFiles();
  readonly #offered: {
    readonly channel: string;
    readonly label: string;
    readonly value: string;
  }[] = [];
  readonly #mishaps = new Map<string, Mishap[]>();
  /** Not acknowledged, oldest first. */
  #waiting: Envelope[] = [];
  readonly #past: Envelope[] = [];
  #socket: WebSocket | undefined;
  #server: Server | undefined;
  #port = 0;
  #last = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}/api`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    const sockets = new WebSocketServer({ server, path: '/link' });
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
    this.#socket?.terminate();
    if (server === undefined) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** The socket breaks in mid-stream. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** Slack asks its client to connect anew. */
  refresh(): void {
    this.#socket?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  }

  fail(method: string, ...mishaps: readonly Mishap[]): void {
    this.#mishaps.set(method, [...(this.#mishaps.get(method) ?? []), ...mishaps]);
  }

  write(user: string, words: string, more: Written = {}): void {
    const { channel, isMention = false, isBot = false, isShared = false, agoS = 0 } = more;
    const ts = this.#nextTs(agoS);
    const event = {
      type: isMention ? 'app_mention' : 'message',
      channel: channel ?? `D${user}`,
      channel_type: channel === undefined ? 'im' : 'channel',
      ...{ user, ts, event_ts: ts },
      text: isMention ? `<@${BOT_USER}> ${words}` : words.replaceAll('&', '&amp;'),
      ...(isBot && { bot_id: 'B0OTHER' }),
      ...(isShared && { attachments: [{ is_share: true, text: words }] }),
      ...(more.isFile === true && { subtype: 'file_share', files: [{ id: 'F1' }] }),
      ...(more.picture !== undefined && {
        ...(isMention ? {} : { subtype: 'file_share' }),
        files: [this.#keep(more.picture)],
      }),
    };
    const id = `Ev${ts.replace('.', '')}`;
    const payload = { type: 'event_callback', event_id: id, api_app_id: 'A0123456', event };
    this.#bring('events_api', payload);
  }

  /** Somebody presses the newest button with this label, of all that ever stood in a chat. */
  press(user: string, label: string, chat = user): void {
    const button = this.#offered.findLast((one) => one.channel === chat && one.label === label);
    if (button === undefined) throw new Error(`no button ${label} for ${chat}`);
    this.#bring('interactive', {
      type: 'block_actions',
      user: { id: user },
      channel: { id: `D${user}` },
      message: { ts: '1.1' },
      actions: [{ type: 'button', value: button.value, action_ts: this.#nextTs(0) }],
    });
  }

  /** What was acknowledged comes once more. */
  repeat(): void {
    this.#waiting.push(...this.#past.splice(0));
    this.#deliver();
  }

  textsIn(channel: string): readonly string[] {
    return this.posted.filter((one) => one.channel === channel).map((one) => one.text);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** docs.slack.dev/reference/objects/file-object */
  #keep(picture: Uint8Array): object {
    const id = `F${String(this.files.next)}P`;
    const place = this.files.keep(`/files-pri/T1-${id}/gauge.png`, picture);
    const url = new URL(place, this.url).href;
    const kind = { mimetype: 'image/png', filetype: 'png', size: picture.byteLength };
    return { id, name: 'gauge.png', ...kind, url_private: url, url_private_download: url };
  }

  #nextTs(agoS: number): string {
    this.#last += 1;
    const seconds = Math.floor(Date.now() / 1_000) - agoS;
    return `${String(seconds)}.${String(this.#last).padStart(6, '0')}`;
  }

  #bring(type: Envelope['type'], payload: object): void {
    const envelope = { envelope_id: crypto.randomUUID(), type, payload };
    this.#waiting.push({ ...envelope, accepts_response_payload: false });
    this.#deliver();
  }

  #greet(socket: WebSocket): void {
    this.#socket = socket;
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, debug_info: {} }));
    socket.on('message', (data: Buffer) => {
      const { envelope_id: id } = JSON.parse(data.toString()) as { envelope_id: string };
      this.#past.push(...this.#waiting.filter((one) => one.envelope_id === id));
      this.#waiting = this.#waiting.filter((one) => one.envelope_id !== id);
    });
    this.#deliver();
  }

  /** Everything that is not acknowledged, as after a connection: Slack tries again as well. */
  #deliver(): void {
    for (const envelope of this.#waiting) this.#socket?.send(JSON.stringify(envelope));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request).catch(() => undefined);
    if (bytes === undefined) return;
    const [, place] = /^\/upload\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (place !== undefined) {
      const isTaken = this.uploads.take(place, bytes, request.headers['content-type']);
      response.writeHead(isTaken ? 200 : 400).end(isTaken ? 'OK' : 'no such upload');
      return;
    }
    const isOfApp = request.headers.authorization === `Bearer ${BOT_TOKEN}` && !this.isRevoked;
    if (request.url?.startsWith('/files-pri/') === true) {
      if (isOfApp) this.files.give(request.url, response);
      else response.writeHead(302, { location: '/?redir=login' }).end();
      return;
    }
    const body = bytes.toString();
    const [, method = ''] = /^\/api\/([\w.]+)$/.exec(request.url ?? '') ?? [];
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const mishap = this.#mishaps.get(method)?.shift();
    if (mishap === 'rate') response.writeHead(429, { 'retry-after': '1' }).end();
    else if (mishap === 'away') answer(response, { ok: false, error: 'service_unavailable' }, 503);
    else if (mishap === 'html')
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>');
    else {
      const result = this.#run(method, { token, params: paramsOf(body, request) });
      if (mishap === 'lost') response.destroy();
      else answer(response, result);
    }
  }

  #run(method: string, { token, params }: { token: string; params: Params }): object {
    const isApp = method === 'apps.connections.open';
    if (this.isRevoked) return { ok: false, error: 'token_revoked' };
    if (token !== (isApp ? APP_TOKEN : BOT_TOKEN)) return { ok: false, error: 'invalid_auth' };
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: BOT_USER, team_id: 'T1', bot_id: 'B0BOARD' };
      case 'apps.connections.open':
        return { ok: true, url: `ws://127.0.0.1:${String(this.#port)}/link?ticket=1` };
      case 'chat.postMessage':
        return this.#post(params);
      case 'files.getUploadURLExternal':
        return this.uploads.begin(params, `http://127.0.0.1:${String(this.#port)}/upload`);
      case 'files.completeUploadExternal':
        return this.#share(params);
      case 'chat.update':
        return this.#update(params);
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  #post({ channel = '', text: words = '', thread_ts: thread, blocks }: Params): object {
    if (words === '' && blocks === undefined) return { ok: false, error: 'no_text' };
    if (words.length > 40_000) return { ok: false, error: 'msg_too_long' };
    const ts = this.#nextTs(0);
    const buttons = buttonsOf(blocks);
    this.#offered.push(...buttons.map((button) => ({ channel, ...button })));
    const shown = shownText(words, blocks);
    this.posted.push({
      ts,
      channel,
      text: shown,
      buttons,
      ...(thread !== undefined && { thread }),
    });
    const home = channel.startsWith('U') ? `D${channel}` : channel;
    return { ok: true, channel: home, ts, message: { text: words, ts } };
  }

  /** Where nobody is named it stays the app's own. */
  #share(params: Params): object {
    const { channel_id: channel = params.channels, thread_ts: thread } = params;
    const isPerson = /^[UW]/.test(params.channel_id ?? '');
    if (isPerson) return { ok: false, error: 'channel_not_found' };
    const files = this.uploads.end(params.files);
    if (files === undefined) return { ok: false, error: 'file_not_found' };
    const text = shownText(params.initial_comment ?? '', undefined);
    const message = { ts: this.#nextTs(0), text, buttons: [], files };
    if (channel !== undefined)
      this.posted.push({ ...message, channel, ...(thread !== undefined && { thread }) });
    return { ok: true, files: files.map(({ name }) => ({ name })) };
  }

  #update({ ts = '', channel, text: words = '', blocks }: Params): object {
    const at = this.posted.findIndex((one) => one.ts === ts);
    const before = this.posted[at];
    if (before === undefined) return { ok: false, error: 'message_not_found' };
    this.posted[at] = { ...before, text: shownText(words, blocks), buttons: buttonsOf(blocks) };
    return { ok: true, channel, ts, text: words };
  }
}

function paramsOf(body: string, { headers }: IncomingMessage): Params {
  if (headers['content-type']?.startsWith('application/json') === true)
    return JSON.parse(body) as Params;
  return Object.fromEntries(new URLSearchParams(body));
}

function listOf(blocks: Params['blocks']): readonly Block[] {
  return typeof blocks === 'string' ? (JSON.parse(blocks) as Block[]) : (blocks ?? []);
}

function buttonsOf(blocks: Params['blocks']): SlackMessage['buttons'] {
  const elements = listOf(blocks).flatMap((block) => block.elements ?? []);
  return elements.map(({ text: label, value }) => ({ label: label.text, value }));
}

/** Where there are blocks they are what a person sees. */
function shownText(words: string, blocks: Params['blocks']): string {
  const sections = listOf(blocks).flatMap((block) => block.text?.text ?? []);
  const plain = words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return sections.length > 0 ? sections.join('\n') : plain;
}

function answer(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
