/**
 * Feishu on loopback, as open.feishu.cn/document tells of its server API and as the vendor's SDK speaks its long
 * connection: what people write and press, what the bot sends, and what can go wrong in between.
 * `fake-feishu.test.ts` proves it with that SDK.
 */
import type { WebSocket } from 'ws';
import {
  decodeFrame,
  encodeFrame,
  headerOf,
  type Header,
} from '../../../runtime/gateway/adapters/feishu/frame.ts';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { formParts, type SeenFile } from '../form-parts.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';
import { LoopbackSockets } from '../loopback-sockets.ts';

/** `cli_` and 16 characters: the SDK wants it so. */
export const APP_ID = 'cli_a1b2c3d4e5f60718';
export const SECRET = 'a-secret-that-no-log-may-show';
export const BOT = 'ou_board';
const TOKEN = 't-a-token-that-no-log-may-show';
const SERVICE = 33_554_678;

/** A message of the bot as it stands there now. */
export interface FeishuMessage {
  readonly id: string;
  readonly chat: string;
  readonly type: string;
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly value: unknown }[];
  readonly file?: SeenFile | undefined;
}

export interface Written {
  /** A group; default: the chat of two. */
  readonly group?: string;
  readonly isNamed?: boolean;
  readonly isBot?: boolean;
  readonly type?: 'image' | 'merge_forward' | 'text';
  readonly agoS?: number;
}

interface Waiting {
  readonly event: { readonly header: { readonly event_id: string } };
  readonly pieces: number;
}

interface Sent {
  readonly receive_id?: string;
  readonly msg_type?: string;
  readonly content?: string;
  readonly uuid?: string;
}

interface ContentPart {
  readonly tag: string;
  readonly text?: string;
  readonly image_key?: string;
}

interface Content {
  readonly zh_cn?: { readonly content: readonly (readonly ContentPart[])[] };
  readonly text?: string;
  readonly file_key?: string;
  readonly elements?: readonly {
    readonly tag: string;
    readonly text?: { readonly content: string };
    readonly actions?: readonly { readonly text: { content: string }; readonly value: unknown }[];
  }[];
}

/** Seconds. */
const CLIENT = { PingInterval: 120, ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 0 };

const FAST: Told = {
  status: 429,
  headers: { 'x-ogw-ratelimit-reset': '1' },
  json: { code: 99_991_400, msg: 'request trigger frequency limit' },
};
const BROKEN: Told = { status: 500, json: { code: 2_200, msg: 'Internal Error' } };

export class FakeFeishu {
  readonly messages: FeishuMessage[] = [];
  isRevoked = false;
  /** The app may bring no pictures. */
  refusesPictures = false;
  pings = 0;
  /** How many answers to events said that they were taken. */
  acks = 0;
  /** Where the long connection is said to be; default: here. */
  named: string | undefined;
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #sockets = new LoopbackSockets((socket) => {
    this.#greet(socket);
  });
  readonly #mishaps: SendMishap[] = [];
  readonly #uploads = new Map<string, SeenFile>();
  readonly #byUuid = new Map<string, FeishuMessage>();
  readonly #offered: { chat: string; label: string; value: unknown }[] = [];
  #waiting: Waiting[] = [];
  readonly #past: Waiting[] = [];
  #socket: WebSocket | undefined;
  #garbled = 0;
  #last = 0;

  get url(): string {
    return this.#http.url;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async open(): Promise<void> {
    await this.#sockets.open();
    await this.#http.open();
  }

  async close(): Promise<void> {
    await this.#http.close();
    await this.#sockets.close();
  }

  cut(): void {
    this.#sockets.cut();
  }

  fail(...mishaps: readonly SendMishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** Whoever asks for the bot hears something else than Feishu, once. */
  garble(): void {
    this.#garbled += 1;
  }

  write(user: string, words: string, more: Written = {}): void {
    const { group, isNamed = false, isBot = false, type = 'text', agoS = 0 } = more;
    this.#last += 1;
    const mentions = [
      {
        key: '@_user_1',
        id: { open_id: BOT, union_id: 'on_board' },
        name: 'Board',
        tenant_key: 't',
      },
    ];
    const text = isNamed ? `@_user_1 ${words}` : words;
    this.#bring('im.message.receive_v1', {
      sender: {
        sender_id: { union_id: `on_${user}`, user_id: '', open_id: user },
        ...{ sender_type: isBot ? 'app' : 'user', tenant_key: 't' },
      },
      message: {
        message_id: `om_${String(this.#last)}`,
        create_time: String(Date.now() - agoS * 1_000),
        chat_id: group ?? `oc_of_${user}`,
        ...{ chat_type: group === undefined ? 'p2p' : 'group', message_type: type },
        content: type === 'text' ? JSON.stringify({ text }) : '{"image_key":"img_1"}',
        ...(isNamed && { mentions }),
      },
    });
  }

  /** Somebody presses the newest button with this label, of all that ever stood in a chat. It comes in two pieces. */
  press(user: string, label: string, chat = user): void {
    const button = this.#offered.findLast((one) => one.chat === chat && one.label === label);
    if (button === undefined) throw new Error(`no button ${label} for ${chat}`);
    const event = {
      operator: { tenant_key: 't', open_id: user, union_id: `on_${user}` },
      ...{ token: 'c-1', host: 'im_message' },
      action: { value: button.value, tag: 'button' },
      context: { open_message_id: 'om_1', open_chat_id: chat },
    };
    this.#bring('card.action.trigger', event, 2);
  }

  /** What was acknowledged comes once more. */
  repeat(): void {
    this.#waiting.push(...this.#past.splice(0));
    this.#deliver();
  }

  textsIn(chat: string): readonly string[] {
    return this.messages.filter((one) => one.chat === chat).map((one) => one.text);
  }

  #bring(type: string, event: object, pieces = 1): void {
    const id = crypto.randomUUID();
    const header = { event_id: id, event_type: type, app_id: APP_ID, tenant_key: 't', token: '' };
    this.#waiting.push({ event: { ...{ schema: '2.0', header }, event } as never, pieces });
    this.#deliver();
  }

  /** Everything that is not acknowledged, as Feishu tries again. */
  #deliver(): void {
    for (const { event, pieces } of this.#waiting) {
      const bytes = Buffer.from(JSON.stringify(event));
      const size = Math.ceil(bytes.length / pieces);
      for (let seq = 0; seq < pieces; seq += 1) {
        const payload = bytes.subarray(seq * size, (seq + 1) * size);
        const id = event.header.event_id;
        this.#tell(1, payload, [
          ['type', 'event'],
          ['message_id', id],
          ['sum', String(pieces)],
          ['seq', String(seq)],
          ['trace_id', 'trace'],
        ]);
      }
    }
  }

  #tell(method: number, payload: Buffer, headers: readonly Header[]): void {
    const ids = { seqId: 7n, logId: 18_446_744_073_709_551_615n, logIdNew: 'log' };
    const frame = { ...ids, service: SERVICE, method, headers, payload };
    this.#socket?.send(encodeFrame({ ...frame, payloadType: 'json' }));
  }

  #greet(socket: WebSocket): void {
    this.#socket = socket;
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    socket.on('message', (data: Buffer) => {
      const frame = decodeFrame(data);
      if (frame?.service !== SERVICE) throw new Error('that is no frame for this service');
      if (headerOf(frame, 'type') === 'ping') {
        this.pings += 1;
        this.#tell(0, Buffer.from(JSON.stringify(CLIENT)), [['type', 'pong']]);
        // Before its first ping the SDK does not listen.
        this.#deliver();
        return;
      }
      const { code } = JSON.parse((frame.payload ?? '').toString()) as { code: number };
      const id = headerOf(frame, 'message_id');
      if (code !== 200) return;
      this.acks += 1;
      const isIt = ({ event }: Waiting): boolean => event.header.event_id === id;
      this.#past.push(...this.#waiting.filter(isIt));
      this.#waiting = this.#waiting.filter((one) => !isIt(one));
    });
  }

  #answer(asked: Asked): Told {
    const { pathname } = asked.url;
    if (pathname === '/open-apis/auth/v3/tenant_access_token/internal') {
      const { app_id: id, app_secret: secret } = JSON.parse(asked.body) as Record<string, string>;
      if (id !== APP_ID || secret !== SECRET || this.isRevoked)
        return { status: 200, json: { code: 10_014, msg: 'app secret invalid' } };
      return {
        status: 200,
        json: { code: 0, msg: 'ok', tenant_access_token: TOKEN, expire: 7_200 },
      };
    }
    if (pathname === '/callback/ws/endpoint') return this.#name(asked.body);
    if (this.isRevoked || asked.headers['authorization'] !== `Bearer ${TOKEN}`)
      return { status: 400, json: { code: 99_991_663, msg: 'Invalid access token' } };
    if (pathname === '/open-apis/bot/v3/info') {
      if (this.#garbled === 0)
        return { status: 200, json: { code: 0, msg: 'ok', bot: { open_id: BOT } } };
      this.#garbled -= 1;
      return HTML;
    }
    if (pathname === '/open-apis/im/v1/images') return this.#keepPicture(asked);
    if (pathname === '/open-apis/im/v1/files') return this.#keepTable(asked);
    if (!pathname.startsWith('/open-apis/im/v1/messages'))
      return { status: 404, text: '404 page not found' };
    const isNew = asked.method === 'POST';
    const work = (): Told => (isNew ? this.#post(asked) : this.#change(asked));
    const mishap = isNew ? this.#mishaps.shift() : undefined;
    return mishandle(mishap, work, { tooFast: FAST, broken: BROKEN });
  }

  #name(body: string): Told {
    const { AppID: id, AppSecret: secret } = JSON.parse(body) as Record<string, string>;
    if (id !== APP_ID || secret !== SECRET || this.isRevoked)
      return { status: 200, json: { code: 514, msg: 'auth failed', data: {} } };
    const query = `device_id=1&service_id=${String(SERVICE)}&ticket=1`;
    const data = {
      URL: this.named ?? `${this.#sockets.url}/ws/v2?${query}`,
      ClientConfig: CLIENT,
    };
    return { status: 200, json: { code: 0, msg: '', data } };
  }

  #keepPicture({ headers, bytes }: Asked): Told {
    if (this.refusesPictures)
      return { status: 400, json: { code: 99_991_672, msg: 'Access denied: im:resource' } };
    const form = formParts(bytes, headers['content-type']);
    const image = form?.files.get('image');
    if (form?.fields.get('image_type') !== 'message' || image === undefined)
      return { status: 400, json: { code: 234_001, msg: 'Invalid request param.' } };
    const key = this.#keepFile('img', image);
    return { status: 200, json: { code: 0, msg: 'success', data: { image_key: key } } };
  }

  #keepTable({ headers, bytes }: Asked): Told {
    const form = formParts(bytes, headers['content-type']);
    const file = form?.files.get('file');
    const name = form?.fields.get('file_name');
    if (form?.fields.get('file_type') !== 'stream' || file === undefined || name === undefined)
      return { status: 400, json: { code: 234_001, msg: 'Invalid request param.' } };
    const type = name.endsWith('.csv') ? 'text/csv' : file.type;
    const key = this.#keepFile('file', { name, type, bytes: file.bytes });
    return { status: 200, json: { code: 0, msg: 'success', data: { file_key: key } } };
  }

  #keepFile(kind: string, { name, type, bytes }: SeenFile): string {
    const key = `${kind}_v3_${String(this.#uploads.size + 1)}`;
    this.#uploads.set(key, { name, type, bytes });
    return key;
  }

  #post({ url, body }: Asked): Told {
    const {
      receive_id: chat = '',
      msg_type: type = '',
      content,
      uuid = '',
    } = JSON.parse(body) as Sent;
    const wanted = chat.startsWith('ou_') ? 'open_id' : 'chat_id';
    const isWrong = url.searchParams.get('receive_id_type') !== wanted || uuid.length > 50;
    const shown = this.#read(content);
    if (isWrong || shown === undefined || Buffer.byteLength(body) > 30_000)
      return {
        status: 400,
        json: { code: 230_001, msg: 'Your request contains an invalid request parameter.' },
      };
    const known = this.#byUuid.get(uuid);
    this.#last += 1;
    const message = known ?? { id: `om_${String(this.#last)}`, chat, type, ...shown };
    if (known === undefined) this.#keep(message, uuid);
    return { status: 200, json: { code: 0, msg: 'success', data: { message_id: message.id } } };
  }

  #keep(message: FeishuMessage, uuid: string): void {
    this.messages.push(message);
    if (uuid !== '') this.#byUuid.set(uuid, message);
    const { chat, buttons } = message;
    this.#offered.push(...buttons.map((button) => ({ chat, ...button })));
  }

  /** PUT changes texts and posts, PATCH cards. */
  #change({ method, url, body }: Asked): Told {
    const id = url.pathname.split('/').at(-1);
    const at = this.messages.findIndex((one) => one.id === id);
    const before = this.messages[at];
    const { msg_type: type = 'interactive', content } = JSON.parse(body) as Sent;
    const shown = this.#read(content);
    const isCard = method === 'PATCH';
    if (before?.type !== type || isCard !== (type === 'interactive') || shown === undefined)
      return { status: 400, json: { code: 230_001, msg: 'not a message of this type' } };
    this.messages[at] = { ...before, ...shown };
    return { status: 200, json: { code: 0, msg: 'success', data: {} } };
  }

  /** What a person sees. undefined: it is nothing. */
  #read(content = ''): Pick<FeishuMessage, 'text' | 'buttons' | 'file'> | undefined {
    const { zh_cn: post, text, elements, file_key: table } = JSON.parse(content) as Content;
    const lines = post?.content.map((line) => line.map((one) => one.text ?? '').join(''));
    const image = post?.content.flat().find(({ tag }) => tag === 'img')?.image_key;
    const file = this.#uploads.get(image ?? table ?? '');
    if (table !== undefined) return file && { text: '', buttons: [], file };
    const shown = (file === undefined ? lines : lines?.slice(1))?.join('\n');
    const words = elements?.flatMap((one) => one.text?.content ?? []).join('\n') ?? shown ?? text;
    const actions = elements?.flatMap((one) => one.actions ?? []) ?? [];
    const buttons = actions.map((one) => ({ label: one.text.content, value: one.value }));
    return words === undefined ? undefined : { text: words, buttons, file };
  }
}
