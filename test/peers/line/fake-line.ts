/**
 * LINE's Messaging API on loopback, as developers.line.biz/en/reference/messaging-api tells of it, for as much of
 * it as a bot needs: webhooks that it signs and posts, replies, pushes with a retry key, the quota, the test of
 * the webhook. `fake-line.test.ts` proves it with LINE's own SDK.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import type { HookRequest } from '../../../runtime/gateway/channels/hook-request.ts';
import { HookPost } from '../hook-post.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const LINE_TOKEN = 'a-channel-access-token-that-no-log-may-show';
export const LINE_SECRET = 'a-channel-secret';

interface Message {
  readonly type?: string;
  readonly text?: string;
  readonly quickReply?: { readonly items: readonly { readonly action: Action }[] };
}

interface Action {
  readonly label: string;
  readonly data: string;
}

interface Params {
  readonly to?: string;
  readonly replyToken?: string;
  readonly messages?: readonly Message[];
}

export interface LineSent {
  readonly chat: string;
  readonly by: 'reply' | 'push';
  readonly text: string;
  readonly buttons: readonly Action[];
}

const REFUSALS = {
  tooFast: refusal(429, 'The API rate limit has been exceeded. Try again later.'),
  broken: refusal(500, 'Internal server error'),
};

export class FakeLine {
  readonly sent: LineSent[] = [];
  readonly posts = new HookPost();
  token = LINE_TOKEN;
  /** Of the month; undefined: as many as one likes. */
  quota: number | undefined;
  /** Chats that were shown that an answer is being written. */
  readonly loading: string[] = [];
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #mishaps: SendMishap[] = [];
  readonly #tests: Told[] = [];
  readonly #replyTokens = new Map<string, string>();
  readonly #retryKeys = new Set<string>();

  get url(): string {
    return this.#http.url;
  }

  open(): Promise<void> {
    return this.#http.open();
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  fail(...mishaps: readonly SendMishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** The next test of the webhook; nothing is posted until then. */
  failTest(): void {
    this.#tests.push(HTML);
    this.posts.isHeld = true;
  }

  /** The keys of LINE are forgotten: what it would answer a day later. */
  forgetReplies(): void {
    this.#replyTokens.clear();
  }

  deliver(event: object, chat: string): void {
    this.posts.add(this.request({ destination: 'Ubot', events: [this.event(event, chat)] }));
  }

  event(event: object, chat: string): object {
    const replyToken = randomUUID();
    this.#replyTokens.set(replyToken, chat);
    const id = { webhookEventId: randomUUID(), deliveryContext: { isRedelivery: false } };
    return { mode: 'active', timestamp: Date.now(), ...id, replyToken, ...event };
  }

  /** Signed over the bytes as they are. */
  request(json: unknown, secret = LINE_SECRET): HookRequest {
    const body = Buffer.from(JSON.stringify(json));
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return {
      ...{ method: 'POST', query: new URLSearchParams(), body },
      headers: { ...headers, 'x-line-signature': signature },
    };
  }

  textsTo(chat: string): readonly string[] {
    return this.sent.filter((one) => one.chat === chat).map(({ text }) => text);
  }

  async #answer(asked: Asked): Promise<Told> {
    if (asked.headers['authorization'] !== `Bearer ${this.token}`)
      return refusal(401, 'Authentication failed. Confirm that the access token is valid.');
    const { method, url } = asked;
    switch (`${method} ${url.pathname}`) {
      case 'GET /v2/bot/info':
        return { status: 200, json: { userId: 'Ubot', basicId: '@board', displayName: 'Board' } };
      case 'POST /v2/bot/channel/webhook/test':
        return this.#test();
      case 'POST /v2/bot/message/reply':
      case 'POST /v2/bot/message/push':
        return mishandle(this.#mishaps.shift(), () => this.#send(asked), REFUSALS);
      case 'GET /v2/bot/message/quota':
        return { status: 200, json: quotaOf(this.quota) };
      case 'GET /v2/bot/message/quota/consumption':
        return { status: 200, json: { totalUsage: this.#pushes } };
      case 'POST /v2/bot/chat/loading/start':
        this.loading.push((JSON.parse(asked.body) as { chatId: string }).chatId);
        return { status: 202, json: {} };
      default:
        return refusal(404, 'Not found');
    }
  }

  get #pushes(): number {
    return this.sent.filter(({ by }) => by === 'push').length;
  }

  /** #test-webhook-endpoint: a post without events. */
  async #test(): Promise<Told> {
    const told = this.#tests.shift();
    this.posts.isHeld = this.#tests.length > 0;
    if (told !== undefined) return told;
    const answer = await this.posts.post(this.request({ destination: 'Ubot', events: [] }));
    const success = answer?.status === 200;
    const result = {
      success,
      timestamp: new Date().toISOString(),
      statusCode: answer?.status ?? 0,
    };
    return { status: 200, json: { ...result, reason: success ? 'OK' : 'ERROR', detail: '' } };
  }

  #send({ url, headers, body }: Asked): Told {
    const { to = '', replyToken, messages = [] } = JSON.parse(body) as Params;
    const key = headers['x-line-retry-key'];
    const objection = objectionTo(messages);
    if (objection !== undefined) return refusal(400, objection);
    if (url.pathname.endsWith('/reply')) return this.#reply(replyToken ?? '', messages, key);
    if (key !== undefined && this.#retryKeys.has(key))
      return { ...refusal(409, 'The retry key is already accepted'), headers: ACCEPTED };
    if (this.quota !== undefined && this.#pushes >= this.quota)
      return refusal(429, 'You have reached your monthly limit.');
    if (key !== undefined) this.#retryKeys.add(key);
    return this.#show(to, 'push', messages);
  }

  /** #send-reply-message: each token once; no retry key. */
  #reply(token: string, messages: readonly Message[], key: string | undefined): Told {
    const chat = this.#replyTokens.get(token);
    if (chat === undefined || key !== undefined) return refusal(400, 'Invalid reply token');
    this.#replyTokens.delete(token);
    return this.#show(chat, 'reply', messages);
  }

  #show(chat: string, by: LineSent['by'], messages: readonly Message[]): Told {
    for (const { text = '', quickReply } of messages)
      this.sent.push({
        chat,
        by,
        text,
        buttons: (quickReply?.items ?? []).map((one) => one.action),
      });
    const sentMessages = messages.map(() => ({ id: randomUUID(), quoteToken: 'q' }));
    return { status: 200, json: { sentMessages } };
  }
}

const ACCEPTED = { 'x-line-accepted-request-id': 'earlier' };

function refusal(status: number, message: string): Told {
  return { status, json: { message } };
}

function quotaOf(quota: number | undefined): object {
  return quota === undefined ? { type: 'none' } : { type: 'limited', value: quota };
}

/** #text-message, #quick-reply, #postback-action */
function objectionTo(messages: readonly Message[]): string | undefined {
  if (messages.length < 1 || messages.length > 5) return 'Size must be between 1 and 5';
  const items = messages.flatMap(({ quickReply }) => quickReply?.items ?? []);
  const isWrong =
    messages.some(({ text = '' }) => text === '' || text.length > 5_000) ||
    items.length > 13 ||
    items.some(({ action }) => action.label.length > 20 || action.data.length > 300);
  return isWrong ? 'The request body has 1 error(s)' : undefined;
}
