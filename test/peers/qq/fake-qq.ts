/**
 * QQ's robots on loopback, as bot.q.qq.com/wiki tells of the gateway and of messages: sessions that can be resumed, and
 * replies that are counted and end. Nobody but us has held it against the service.
 */
import type { WebSocket } from 'ws';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';
import { LoopbackSockets } from '../loopback-sockets.ts';

export const APP_ID = '102000000';
export const SECRET = 'a-secret-that-no-log-may-show';
const TOKEN = 'a-token-that-no-log-may-show';

export interface Written {
  /** A group, where it names the robot. */
  readonly group?: string;
  readonly isBot?: boolean;
  readonly isPicture?: boolean;
  readonly agoS?: number;
}

interface Event {
  readonly s: number;
  readonly t: string;
  readonly d: object;
}

/** Of a message that can be answered. */
interface Source {
  readonly path: string;
  readonly untilMs: number;
  readonly used: Set<number>;
}

const FAST: Told = { status: 429, headers: { 'retry-after': '1' }, json: said(22_009) };
const BROKEN: Told = { status: 500, json: said(11_252) };

export class FakeQq {
  isRevoked = false;
  /** Where the gateway is said to be; default: here. */
  named: string | undefined;
  resumes = 0;
  /** Sessions that began. */
  sessions = 0;
  beats = 0;
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #sockets = new LoopbackSockets((socket) => {
    this.#greet(socket);
  });
  readonly #posted: { readonly path: string; readonly text: string }[] = [];
  readonly #mishaps: SendMishap[] = [];
  readonly #sources = new Map<string, Source>();
  /** Everything that ever happened in this session. */
  #events: Event[] = [];
  /** The last one that was said to have been heard: by a beat, or a resumption. */
  #heard = 0;
  #session = '';
  #socket: WebSocket | undefined;
  #garbled = 0;
  #last = 0;

  get url(): string {
    return this.#http.url;
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

  garble(): void {
    this.#garbled += 1;
  }

  /** QQ asks to be connected to anew. */
  refresh(): void {
    this.#socket?.send(JSON.stringify({ op: 7 }));
  }

  /** It knows its session no more: what happened meanwhile it does not tell. */
  forget(): void {
    this.#session = '';
    this.cut();
  }

  /** Nothing that was written before can be answered any more. */
  endReplies(): void {
    this.#sources.clear();
  }

  write(user: string, words: string, more: Written = {}): void {
    const { group, isBot = false, isPicture = false, agoS = 0 } = more;
    this.#last += 1;
    const id = `ROBOT1.0_${String(this.#last)}`;
    const at = Date.now() - agoS * 1_000;
    const path = group === undefined ? `/v2/users/${user}` : `/v2/groups/${group}`;
    const windowMs = group === undefined ? 3_600_000 : 300_000;
    this.#sources.set(id, { path, untilMs: at + windowMs, used: new Set() });
    const author = group === undefined ? { user_openid: user } : { member_openid: user };
    this.#happen(group === undefined ? 'C2C_MESSAGE_CREATE' : 'GROUP_AT_MESSAGE_CREATE', {
      ...{ id, author: { ...author, bot: isBot } },
      timestamp: new Date(at).toISOString(),
      content: isPicture ? '' : group === undefined ? words : ` ${words}`,
      ...(isPicture && { attachments: [{ content_type: 'image/png', filename: 'a.png' }] }),
      ...(group !== undefined && { group_openid: group }),
    });
  }

  /** "In rare cases the same message is pushed again." */
  repeat(): void {
    for (const { t, d } of this.#events.filter(({ t: name }) => name !== 'READY'))
      this.#happen(t, d);
  }

  textsTo(path: string): readonly string[] {
    return this.#posted.filter((one) => one.path === path).map((one) => one.text);
  }

  #happen(name: string, data: object): void {
    const event = { s: this.#events.length + 1, t: name, d: data };
    this.#events.push(event);
    this.#tell(event);
  }

  #tell(event: Event): void {
    this.#socket?.send(JSON.stringify({ op: 0, id: `event-${String(event.s)}`, ...event }));
  }

  #greet(socket: WebSocket): void {
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    socket.on('message', (bytes: Buffer) => {
      const { op, d } = JSON.parse(bytes.toString()) as { op: number; d: unknown };
      if (op === 1) {
        this.beats += 1;
        socket.send(JSON.stringify({ op: 11 }));
      } else this.#letIn(socket, op, d as Record<string, unknown>);
    });
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 1_000 } }));
  }

  #letIn(socket: WebSocket, op: number, data: Record<string, unknown>): void {
    if (this.isRevoked || data['token'] !== `QQBot ${TOKEN}`) {
      socket.close(4_004);
      return;
    }
    if (op === 6) {
      if (data['session_id'] !== this.#session || this.#session === '') {
        socket.send(JSON.stringify({ op: 9, d: false }));
        return;
      }
      this.resumes += 1;
      this.#socket = socket;
      for (const event of this.#events.slice(Number(data['seq']))) this.#tell(event);
      this.#happen('RESUMED', {});
      return;
    }
    if (op !== 2 || data['intents'] !== 1 << 25) {
      socket.close(4_013);
      return;
    }
    // Before it is let in nothing happens: people here write to a robot that is not there yet.
    const missed = this.#session === '' ? this.#events.filter(({ t }) => t !== 'READY') : [];
    this.sessions += 1;
    this.#session = crypto.randomUUID();
    this.#socket = socket;
    this.#events = [];
    this.#happen('READY', { version: 1, session_id: this.#session, user: { id: '1', bot: true } });
    if (this.#heard === 0) for (const { t, d } of missed) this.#happen(t, d);
    this.#heard = 1;
  }

  #answer(asked: Asked): Told {
    const { pathname } = asked.url;
    if (pathname === '/app/getAppAccessToken') {
      const { appId, clientSecret } = JSON.parse(asked.body) as Record<string, string>;
      if (this.isRevoked || appId !== APP_ID || clientSecret !== SECRET)
        return { status: 200, json: said(100_016) };
      return { status: 200, json: { access_token: TOKEN, expires_in: '7200' } };
    }
    if (this.isRevoked || asked.headers['authorization'] !== `QQBot ${TOKEN}`)
      return { status: 401, json: said(11_243) };
    if (pathname === '/gateway') {
      if (this.#garbled === 0)
        return { status: 200, json: { url: this.named ?? `${this.#sockets.url}/websocket/` } };
      this.#garbled -= 1;
      return HTML;
    }
    const refusals = { tooFast: FAST, broken: BROKEN };
    return mishandle(this.#mishaps.shift(), () => this.#post(asked), refusals);
  }

  #post({ url, body }: Asked): Told {
    const [, path] = /^(\/v2\/(?:users|groups)\/[^/]+)\/messages$/.exec(url.pathname) ?? [];
    const {
      content = '',
      msg_type: type,
      msg_id: id = '',
      msg_seq: seq = 1,
    } = JSON.parse(body) as {
      readonly content?: string;
      readonly msg_type?: number;
      readonly msg_id?: string;
      readonly msg_seq?: number;
    };
    const source = this.#sources.get(id);
    if (path === undefined || type !== 0 || content === '') return refuse(50_035);
    if (source?.path !== path) return refuse(304_026);
    if (source.untilMs < Date.now()) return refuse(304_027);
    if (source.used.has(seq)) return refuse(40_054_005);
    if (source.used.size === 5) return refuse(40_034_128);
    source.used.add(seq);
    this.#posted.push({ path, text: content });
    return {
      status: 200,
      json: { id: `SENT${String(seq)}`, timestamp: '2023-11-06T13:37:18+08:00' },
    };
  }
}

function said(code: number): object {
  return { code, message: 'no', trace_id: '1' };
}

function refuse(code: number): Told {
  return { status: 400, json: said(code) };
}
