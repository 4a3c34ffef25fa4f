/**
 * DingTalk on loopback, as its documentation tells of Stream mode (github.com/open-dingtalk/developerpedia,
 * docs/learn/stream/protocol.md) and of robots (open.dingtalk.com/document). Nobody but us has held it against the service.
 */
import type { WebSocket } from 'ws';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';
import { LoopbackSockets } from '../loopback-sockets.ts';

export const CLIENT_ID = 'dingboard';
export const SECRET = 'a-secret-that-no-log-may-show';
const TOKEN = 'a-token-that-no-log-may-show';
const ROBOT = '$:LWCP_v1:$robot';

export interface Written {
  /** A group, where it names the robot. */
  readonly group?: string;
  readonly isPicture?: boolean;
  readonly agoS?: number;
}

const FAST: Told = {
  status: 403,
  json: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: 'too fast' },
};
const BROKEN: Told = { status: 503, json: { code: 'ServiceUnavailable', message: 'busy' } };

export class FakeDingtalk {
  isRevoked = false;
  /** Streams that there ever were. */
  streams = 0;
  /** Answers to pushes: what stands in `data`. */
  readonly answers: string[] = [];
  /** Where the stream is said to be; default: here. */
  named: string | undefined;
  /** People whom DingTalk does not know. */
  readonly unknown = new Set<string>();
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #sockets = new LoopbackSockets((socket, request) => {
    this.#greet(socket, request.url ?? '');
  });
  readonly #posted: { readonly chat: string; readonly text: string }[] = [];
  readonly #mishaps: SendMishap[] = [];
  /** Nobody was connected yet, or it was not answered. DingTalk promises no such thing: people here wait. */
  #waiting: object[] = [];
  readonly #past: object[] = [];
  readonly #tickets = new Set<string>();
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

  garble(): void {
    this.#garbled += 1;
  }

  /** It ends its streams from time to time. */
  refresh(): void {
    this.#push('SYSTEM', 'disconnect', { reason: 'connection is expired' });
  }

  ping(): void {
    this.#push('SYSTEM', 'ping', { opaque: '123-dsfs' }, 'ping-1');
  }

  write(user: string, words: string, more: Written = {}): void {
    const { group, isPicture = false, agoS = 0 } = more;
    this.#last += 1;
    this.#waiting.push({
      conversationId: group ?? `cid/${user}=`,
      ...{ chatbotUserId: ROBOT, robotCode: CLIENT_ID, senderId: `$:LWCP_v1:$${user}` },
      msgId: `msg${String(this.#last)}==`,
      ...{ senderNick: 'somebody', senderStaffId: user, isAdmin: false },
      createAt: Date.now() - agoS * 1_000,
      conversationType: group === undefined ? '1' : '2',
      ...(group !== undefined && { isInAtList: true, atUsers: [{ dingtalkId: ROBOT }] }),
      // Where it is answered is not to be followed: nobody is there.
      sessionWebhook: 'http://127.0.0.1:1/robot/sendBySession?session=1',
      ...(isPicture
        ? { msgtype: 'picture', content: { downloadCode: 'code' } }
        : { msgtype: 'text', text: { content: group === undefined ? words : ` ${words}` } }),
    });
    this.#deliver();
  }

  repeat(): void {
    this.#waiting.push(...this.#past.splice(0));
    this.#deliver();
  }

  textsTo(chat: string): readonly string[] {
    return this.#posted.filter((one) => one.chat === chat).map((one) => one.text);
  }

  #deliver(): void {
    if (this.#socket === undefined) return;
    for (const message of this.#waiting) {
      const id = (message as { msgId: string }).msgId;
      this.#push('CALLBACK', '/v1.0/im/bot/messages/get', message, id);
    }
  }

  #push(type: string, topic: string, data: object, messageId?: string): void {
    const headers = { topic, contentType: 'application/json', time: String(Date.now()) };
    const push = {
      ...{ specVersion: '1.0', type, data: JSON.stringify(data) },
      headers: { ...headers, ...(messageId !== undefined && { messageId }) },
    };
    this.#socket?.send(JSON.stringify(push));
  }

  #greet(socket: WebSocket, url: string): void {
    const ticket = new URL(url, this.url).searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.close();
      return;
    }
    this.streams += 1;
    this.#socket = socket;
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    socket.on('message', (bytes: Buffer) => {
      const { code, headers, data } = JSON.parse(bytes.toString()) as {
        readonly code: number;
        readonly headers: { readonly messageId: string };
        readonly data: string;
      };
      if (code !== 200) return;
      this.answers.push(data);
      const isIt = (one: object): boolean => (one as { msgId: string }).msgId === headers.messageId;
      this.#past.push(...this.#waiting.filter(isIt));
      this.#waiting = this.#waiting.filter((one) => !isIt(one));
    });
    this.#deliver();
  }

  #answer(asked: Asked): Told {
    const body = JSON.parse(asked.body) as Record<string, string>;
    switch (asked.url.pathname) {
      case '/v1.0/oauth2/accessToken':
        if (this.isRevoked || body['appKey'] !== CLIENT_ID || body['appSecret'] !== SECRET)
          return refuse(400, 'invalidClientIdOrSecret');
        return { status: 200, json: { accessToken: TOKEN, expireIn: 7_200 } };
      case '/v1.0/gateway/connections/open':
        return this.#name(body);
      case '/v1.0/robot/oToMessages/batchSend':
      case '/v1.0/robot/groupMessages/send': {
        const token = asked.headers['x-acs-dingtalk-access-token'];
        if (this.isRevoked || token !== TOKEN) return refuse(401, 'InvalidAuthentication');
        const refusals = { tooFast: FAST, broken: BROKEN };
        return mishandle(this.#mishaps.shift(), () => this.#post(asked), refusals);
      }
      default:
        return refuse(404, 'InvalidAction.NotFound');
    }
  }

  #name({ clientId, clientSecret }: Record<string, string>): Told {
    if (this.#garbled > 0) {
      this.#garbled -= 1;
      return HTML;
    }
    if (this.isRevoked || clientId !== CLIENT_ID || clientSecret !== SECRET)
      return refuse(401, 'authFailed');
    const ticket = crypto.randomUUID();
    this.#tickets.add(ticket);
    const endpoint = this.named ?? `${this.#sockets.url}/connect`;
    return { status: 200, json: { endpoint, ticket } };
  }

  #post({ body }: Asked): Told {
    const { userIds, openConversationId, robotCode, msgKey, msgParam } = JSON.parse(body) as {
      readonly userIds?: readonly string[];
      readonly openConversationId?: string;
      readonly robotCode?: string;
      readonly msgKey?: string;
      readonly msgParam?: string;
    };
    const chat = userIds?.[0] ?? openConversationId;
    const { content } = JSON.parse(msgParam ?? '{}') as { content?: string };
    if (robotCode !== CLIENT_ID || msgKey !== 'sampleText' || chat === undefined || !content)
      return refuse(400, 'invalidParameter');
    if (this.unknown.has(chat))
      return { status: 200, json: { processQueryKey: 'key', invalidStaffIdList: [chat] } };
    this.#posted.push({ chat, text: content });
    const json = { processQueryKey: 'key', invalidStaffIdList: [], flowControlledStaffIdList: [] };
    return { status: 200, json };
  }
}

function refuse(status: number, code: string): Told {
  return { status, json: { code, message: 'no', requestid: '1' } };
}
