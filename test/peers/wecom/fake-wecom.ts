/**
 * The long connection of WeCom's bots on loopback, as its SDK speaks it: one connection a bot, what people write,
 * what the bot sends, and what can go wrong in between. `fake-wecom.test.ts` proves it with that SDK.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';

export const BOT_ID = 'aib-board';
export const SECRET = 'a-secret-that-no-log-may-show';

/** `lost`: it is done, and the connection breaks before the answer. */
export type Mishap = 'rate' | 'busy' | 'html' | 'lost';

export interface Written {
  /** A group, where it names the bot. */
  readonly group?: string;
  readonly isPicture?: boolean;
  /** Somebody's words that this one answers to. */
  readonly quote?: string;
  readonly agoS?: number;
}

interface Frame {
  readonly cmd: string;
  readonly headers: { readonly req_id: string };
  readonly body?: Body;
}

interface Body {
  readonly bot_id?: string;
  readonly secret?: string;
  readonly chatid?: string;
  readonly markdown?: { readonly content: string };
  readonly stream?: { readonly content: string; readonly finish: boolean };
}

export class FakeWecom {
  isRevoked = false;
  /** The next to subscribe hears something else than WeCom. */
  isGarbled = false;
  pings = 0;
  readonly #posted: { readonly chat: string; readonly text: string }[] = [];
  readonly #mishaps: Mishap[] = [];
  /** Nobody was connected yet. WeCom promises no such thing: people here wait until the bot is there. */
  #waiting: object[] = [];
  readonly #past: object[] = [];
  readonly #chats = new Map<string, string>();
  #socket: WebSocket | undefined;
  #server: Server | undefined;
  #port = 0;
  #last = 0;

  get url(): string {
    return `ws://127.0.0.1:${String(this.#port)}`;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  async open(): Promise<void> {
    const server = createServer();
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        this.#take(socket, JSON.parse(data.toString()) as Frame);
      });
      socket.on('close', () => {
        if (this.#socket === socket) this.#socket = undefined;
      });
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
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  fail(...mishaps: readonly Mishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  write(user: string, words: string, more: Written = {}): void {
    const { group, isPicture = false, quote, agoS = 0 } = more;
    this.#last += 1;
    const content = group === undefined ? words : `@水泵机器人 ${words}`;
    this.#waiting.push({
      msgid: `CAIQ${String(this.#last)}`,
      aibotid: BOT_ID,
      ...(group !== undefined && { chatid: group }),
      chattype: group === undefined ? 'single' : 'group',
      from: { userid: user },
      create_time: Math.floor(Date.now() / 1_000) - agoS,
      ...(isPicture
        ? { msgtype: 'image', image: { url: 'https://example.org/encrypted', aeskey: 'key' } }
        : { msgtype: 'text', text: { content } }),
      ...(quote !== undefined && { quote: { msgtype: 'text', text: { content: quote } } }),
    });
    this.#deliver();
  }

  repeat(): void {
    this.#waiting.push(...this.#past.splice(0));
    this.#deliver();
  }

  textsIn(chat: string): readonly string[] {
    return this.#posted.filter((one) => one.chat === chat).map((one) => one.text);
  }

  #deliver(): void {
    if (this.#socket === undefined) return;
    for (const body of this.#waiting.splice(0)) {
      this.#past.push(body);
      this.#tell(this.#socket, 'aibot_msg_callback', body);
    }
  }

  #tell(socket: WebSocket, cmd: string, body: object): void {
    const id = crypto.randomUUID();
    const { chatid, from } = body as { chatid?: string; from?: { userid: string } };
    this.#chats.set(id, chatid ?? from?.userid ?? '');
    socket.send(JSON.stringify({ cmd, headers: { req_id: id }, body }));
  }

  #take(socket: WebSocket, { cmd, headers, body = {} }: Frame): void {
    const answer = (errcode: number, errmsg = 'ok'): void => {
      socket.send(JSON.stringify({ headers, errcode, errmsg }));
    };
    if (cmd === 'aibot_subscribe') this.#subscribe(socket, body, answer);
    else if (socket !== this.#socket) answer(846_609, 'aibot websocket not subscribed');
    else if (cmd === 'ping') {
      this.pings += 1;
      answer(0);
    } else if (cmd === 'aibot_send_msg') this.#post(body.chatid, body.markdown?.content, answer);
    else if (cmd !== 'aibot_respond_msg') answer(600_041, 'unknown cmd');
    else if (body.stream?.finish === false) answer(0);
    else this.#post(this.#chats.get(headers.req_id), body.stream?.content, answer);
  }

  #subscribe(socket: WebSocket, { bot_id: id, secret }: Body, answer: Answer): void {
    if (this.isGarbled) {
      this.isGarbled = false;
      socket.send('<html>Log in to this network</html>');
    } else if (id !== BOT_ID) answer(93_019, 'invalid bot_id');
    else if (this.isRevoked || secret !== SECRET)
      answer(
        853_000,
        'signature is incorrect, please check if the bot secret is correct, hint: [1]',
      );
    else {
      const before = this.#socket;
      const event = { msgtype: 'event', event: { eventtype: 'disconnected_event' } };
      if (before !== undefined) this.#tell(before, 'aibot_event_callback', event);
      before?.close();
      this.#socket = socket;
      answer(0);
      this.#deliver();
    }
  }

  #post(chat: string | undefined, text: string | undefined, answer: Answer): void {
    const mishap = this.#mishaps.shift();
    if (mishap === 'rate') answer(45_009, 'api freq out of limit, hint: [1]');
    else if (mishap === 'busy') answer(-1, 'system busy');
    else if (mishap === 'html') this.#socket?.send('<html>Bad Gateway</html>');
    else if (chat === undefined || text === undefined || Buffer.byteLength(text) > 20_480)
      answer(40_058, 'invalid request parameter');
    else {
      this.#posted.push({ chat, text });
      if (mishap === 'lost') this.cut();
      else answer(0);
    }
  }
}

type Answer = (errcode: number, errmsg?: string) => void;
