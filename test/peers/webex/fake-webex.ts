/**
 * Webex on loopback, as developer.webex.com tells of it, for as much of it as a bot needs: the bot, its webhooks
 * and what is posted to them, spaces, messages. Nobody but its authors has held it against Cisco's.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { HookRequest } from '../../../runtime/gateway/channels/hook-request.ts';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HookPost } from '../hook-post.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const WEBEX_TOKEN = 'a-bot-access-token-that-no-log-may-show';
export const WEBEX_SECRET = 'a-webhook-secret';
export const ADDRESS = 'https://board.example.com/api/events/webex';
export const BOT = { id: 'PERSON-board', emails: ['board@webex.bot'], displayName: 'Board' };

export interface Webhook {
  readonly id: string;
  readonly targetUrl: string;
  readonly resource: string;
  readonly event: string;
  readonly secret: string;
  readonly status: 'active' | 'inactive';
}

export interface Message {
  readonly id: string;
  readonly roomId: string;
  readonly roomType: 'direct' | 'group';
  readonly personId: string;
  readonly personEmail: string;
  readonly text?: string;
  readonly parentId?: string;
  readonly mentionedPeople?: readonly string[];
  readonly created: string;
}

interface Params {
  readonly toPersonId?: string;
  readonly roomId?: string;
  readonly parentId?: string;
  readonly text?: string;
}

interface WebexSent {
  readonly id: string;
  readonly room: string;
  readonly parentId: string | undefined;
  text: string;
  edits: number;
}

const REFUSALS = {
  tooFast: { ...refusal(429, 'Too many requests'), headers: { 'retry-after': '1' } },
  broken: refusal(503, 'Service Unavailable'),
};

export class FakeWebex {
  readonly sent: WebexSent[] = [];
  readonly messages = new Map<string, Message>();
  readonly webhooks: Webhook[] = [];
  readonly posts = new HookPost();
  /** What was asked of it: `GET /v1/people/me`. */
  readonly calls: string[] = [];
  token = WEBEX_TOKEN;
  /** Whether a message that was read is there: `false` answers 503. */
  isReadable = true;
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #mishaps: SendMishap[] = [];
  #isBroken = false;

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

  /** The next question for the bot; nothing is posted until then. */
  failNext(): void {
    this.#isBroken = true;
    this.posts.isHeld = true;
  }

  /** Written, and not told of. */
  write(message: Partial<Message>): Message {
    const whole: Message = {
      ...{
        id: `MESSAGE-${randomUUID()}`,
        roomId: 'ROOM',
        roomType: 'direct',
        personId: 'PERSON-1',
      },
      ...{ personEmail: 'someone@example.com', created: new Date().toISOString() },
      ...message,
    };
    this.messages.set(whole.id, whole);
    return whole;
  }

  deliver(message: Partial<Message>): void {
    this.posts.add(this.request(this.event(this.write(message))));
  }

  /** It says nothing of what was written. */
  event({ text: _text, mentionedPeople: _people, ...data }: Message): object {
    const id = 'WEBHOOK-1';
    return {
      id,
      name: 'Boardtalk',
      resource: 'messages',
      event: 'created',
      actorId: data.personId,
      data,
    };
  }

  /** Signed over the bytes as they are. */
  request(json: unknown, secret = WEBEX_SECRET): HookRequest {
    const body = Buffer.from(JSON.stringify(json));
    const signature = createHmac('sha1', secret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-spark-signature': signature };
    return { method: 'POST', query: new URLSearchParams(), headers, body };
  }

  textsIn(room: string): readonly string[] {
    return this.sent.filter((one) => one.room === room).map(({ text }) => text);
  }

  #answer(asked: Asked): Told {
    const { method, url, headers, body } = asked;
    this.calls.push(`${method} ${url.pathname}`);
    if (headers['authorization'] !== `Bearer ${this.token}`)
      return refusal(401, 'The request requires a valid access token set in the Authorization');
    const [, , resource = '', id] = url.pathname.split('/');
    switch (`${method} ${resource}${id === undefined ? '' : '/'}`) {
      case 'GET people/':
        return this.#tellMe();
      case 'GET webhooks':
        return { status: 200, json: { items: this.webhooks } };
      case 'POST webhooks':
      case 'PUT webhooks/':
        return this.#setWebhook(id, JSON.parse(body) as Partial<Webhook>);
      case 'GET rooms':
        return { status: 200, json: { items: this.#rooms() } };
      case 'GET messages':
        return this.#list(url.searchParams);
      case 'GET messages/':
        return this.#read(id ?? '');
      case 'POST messages':
        return mishandle(
          this.#mishaps.shift(),
          () => this.#send(JSON.parse(body) as Params),
          REFUSALS,
        );
      case 'PUT messages/':
        return this.#edit(id ?? '', JSON.parse(body) as Params);
      default:
        return refusal(404, 'Not found');
    }
  }

  #tellMe(): Told {
    const isBroken = this.#isBroken;
    this.#isBroken = false;
    this.posts.isHeld = false;
    return isBroken ? HTML : { status: 200, json: { ...BOT, type: 'bot' } };
  }

  #setWebhook(id: string | undefined, given: Partial<Webhook>): Told {
    const at = this.webhooks.findIndex((one) => one.id === id);
    if (id !== undefined && at < 0) return refusal(404, 'Webhook not found');
    const before = this.webhooks[at] ?? { id: `WEBHOOK-${randomUUID()}`, status: 'active' };
    const webhook = { ...before, ...given } as Webhook;
    this.webhooks.splice(at < 0 ? this.webhooks.length : at, 1, webhook);
    return { status: 200, json: webhook };
  }

  #rooms(): readonly object[] {
    const rooms = new Map<string, object>();
    for (const { roomId, roomType, created } of this.messages.values())
      rooms.set(roomId, { id: roomId, type: roomType, lastActivity: created });
    return [...rooms.values()];
  }

  /** Newest first; of a space only what mentions the bot. */
  #list(query: URLSearchParams): Told {
    const own = [...this.messages.values()].filter(({ roomId }) => roomId === query.get('roomId'));
    const isGroup = own.some(({ roomType }) => roomType === 'group');
    if (isGroup && query.get('mentionedPeople') !== 'me')
      return refusal(403, 'Failed to get messages');
    const items = isGroup ? own.filter((one) => one.mentionedPeople?.includes(BOT.id)) : own;
    return { status: 200, json: { items: items.reverse() } };
  }

  #read(id: string): Told {
    if (!this.isReadable) return refusal(503, 'Service Unavailable');
    const message = this.messages.get(id);
    return message === undefined
      ? refusal(404, 'Message not found')
      : { status: 200, json: message };
  }

  #send({ toPersonId, roomId, parentId, text = '' }: Params): Told {
    if (text === '' || Buffer.byteLength(text) > 7_439) return refusal(400, 'Message is too long');
    const room = roomId ?? (toPersonId === undefined ? undefined : roomOf(toPersonId));
    if (room === undefined || room === 'GONE') return refusal(404, 'Could not find a room');
    const id = `MESSAGE-${randomUUID()}`;
    this.sent.push({ id, room, parentId, text, edits: 0 });
    return { status: 200, json: { id, roomId: room, text } };
  }

  /** …/messages/edit-a-message: not more than ten times. */
  #edit(id: string, { roomId, text = '' }: Params): Told {
    const before = this.sent.find((one) => one.id === id && one.room === roomId);
    if (before === undefined) return refusal(404, 'Message not found');
    before.edits += 1;
    if (before.edits > 10) return refusal(400, 'Edit limit reached');
    before.text = text;
    return { status: 200, json: { id, roomId, text } };
  }
}

/** Webex makes it of both. */
export function roomOf(person: string): string {
  return `DM-${person}`;
}

function refusal(status: number, message: string): Told {
  const errors = [{ description: message }];
  return { status, json: { message, errors, trackingId: 'ROUTER_5BE1B6C7' } };
}
