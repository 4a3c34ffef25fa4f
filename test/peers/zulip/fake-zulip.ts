/**
 * Zulip on loopback, as zulip.com/api tells of its REST API, for as much of it as a bot needs: what people write,
 * what the bot sends, the queue it hears by, and everything that can go wrong in between. `fake-zulip.test.ts`
 * proves it with Zulip's own client.
 */
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { FakeFiles } from '../fake-files.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const ZULIP_KEY = 'akeythatnologmayshow';
export const ZULIP_EMAIL = 'board-bot@chat.example.org';
export const ZULIP_BOT = { user_id: 7, full_name: 'Board (site)', is_bot: true };
/** Another program of the organization. */
export const OTHER_BOT = 8;

export interface FakeMessage {
  readonly id: number;
  readonly sender_id: number;
  readonly type: 'stream' | 'private';
  readonly stream_id?: number;
  readonly subject: string;
  readonly display_recipient: string | readonly { readonly id: number }[];
  readonly content: string;
  readonly timestamp: number;
}

export interface Written {
  /** `CHANNEL/TOPIC`; default: to the bot alone. */
  readonly topic?: string;
  /** Who has it besides the writer and the bot. */
  readonly others?: readonly number[];
  readonly agoS?: number;
}

interface Queue {
  readonly id: string;
  readonly events: { readonly id: number; readonly type: string; readonly message?: FakeMessage }[];
  last: number;
  acknowledged: number;
}

/** zulip.com/api/rest-error-handling */
function refuse(status: number, code: string, msg: string, more: object = {}): Told {
  return { status, json: { result: 'error', code, msg, ...more } };
}

const REFUSALS = {
  tooFast: {
    ...refuse(429, 'RATE_LIMIT_HIT', 'API usage exceeded rate limit', { 'retry-after': 1 }),
    headers: { 'retry-after': '1' },
  },
  // Of a 500 nobody knows what was done: what Zulip says before it does anything stands here for its errors.
  broken: refuse(401, 'REALM_DEACTIVATED', 'This organization has been deactivated'),
};

export class FakeZulip {
  key = ZULIP_KEY;
  readonly messages: FakeMessage[] = [];
  readonly typed: string[] = [];
  readonly files = new FakeFiles();
  /** How often there was a new queue. */
  registered = 0;
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #mishaps = new Map<string, SendMishap[]>();
  #queue: Queue | undefined;
  #wake: () => void = () => undefined;
  #lastId = 100;

  get url(): string {
    return this.#http.url;
  }

  /** Messages in the queue that were not acknowledged. */
  get waiting(): number {
    const queue = this.#queue;
    return queue?.events.filter(({ id }) => id > queue.acknowledged).length ?? 0;
  }

  open(): Promise<void> {
    return this.#http.open();
  }

  async close(): Promise<void> {
    this.#queue = undefined;
    await this.#http.close();
  }

  /** @param call of the API: `POST messages` */
  fail(call: string, ...mishaps: readonly SendMishap[]): void {
    this.#mishaps.set(call, [...(this.#mishaps.get(call) ?? []), ...mishaps]);
  }

  /** The server forgets the queue: nobody asked for long. */
  endQueue(): void {
    this.#queue = undefined;
    this.#wake();
  }

  write(user: number, content: string, { topic, others = [], agoS = 0 }: Written = {}): void {
    this.#add(user, topic === undefined ? { users: [user, ...others] } : { topic }, content, agoS);
  }

  /** As its own page writes it: zulip.com/api/upload-file */
  writePicture(user: number, picture: Uint8Array, caption: string): void {
    const path = this.files.keep(`2/ab/level${String(this.files.next)}.png`, picture);
    this.write(user, `${caption}\n[level.png](/user_uploads/${path})`);
  }

  /** All that was written stands in the queue once more. */
  repeat(): void {
    for (const message of this.messages) this.#tell(message);
  }

  /** What the bot wrote to this person, or in this channel. */
  textsIn(chat: string): readonly string[] {
    return this.messages
      .filter((message) => message.sender_id === ZULIP_BOT.user_id && placeOf(message) === chat)
      .map(({ content }) => content.replaceAll('\u200b', ''));
  }

  #add(
    sender: number,
    place: { readonly users: readonly number[] } | { readonly topic: string },
    content: string,
    agoS = 0,
  ): number {
    this.#lastId += 1;
    const of =
      'users' in place
        ? {
            type: 'private' as const,
            subject: '',
            display_recipient: [...new Set([...place.users, ZULIP_BOT.user_id])].map((id) => ({
              id,
            })),
          }
        : {
            type: 'stream' as const,
            stream_id: Number(place.topic.split('/')[0]),
            subject: place.topic.replace(/^\d+\//, ''),
            display_recipient: 'pumps',
          };
    const timestamp = Math.floor(Date.now() / 1_000) - agoS;
    const message = { id: this.#lastId, sender_id: sender, content, timestamp, ...of };
    this.messages.push(message);
    this.#tell(message);
    return message.id;
  }

  #tell(message: FakeMessage): void {
    const queue = this.#queue;
    if (queue === undefined) return;
    queue.last += 1;
    queue.events.push({ id: queue.last, type: 'message', message });
    this.#wake();
  }

  #answer(asked: Asked): Told | Promise<Told> {
    const path = asked.url.pathname.replace('/api/v1/', '');
    const [, temporary] = /^\/user_uploads\/temporary\/(\w+)\//.exec(path) ?? [];
    if (temporary !== undefined)
      return this.files.told(Buffer.from(temporary, 'hex').toString(), { status: 404 });
    const params = paramsOf(asked);
    const right = Buffer.from(`${ZULIP_EMAIL}:${this.key}`).toString('base64');
    if (asked.headers['authorization'] !== `Basic ${right}`)
      return refuse(401, 'INVALID_API_KEY', 'Invalid API key');
    const call = `${asked.method} ${path}`;
    const mishap = this.#mishaps.get(call)?.shift();
    if (call === 'GET events') return mishap === undefined ? this.#events(params) : HTML;
    return mishandle(mishap, () => this.#run(call, params), REFUSALS);
  }

  #run(call: string, params: URLSearchParams): Told {
    const [, user] = /^GET users\/(\d+)$/.exec(call) ?? [];
    if (user !== undefined) return userOf(Number(user));
    const [, file] = /^GET user_uploads\/(.+)$/.exec(call) ?? [];
    if (file !== undefined) return this.#temporaryOf(file);
    const [, edited] = /^PATCH messages\/(\d+)$/.exec(call) ?? [];
    if (edited !== undefined) return this.#edit(Number(edited), params.get('content') ?? '');
    switch (call) {
      case 'GET users/me':
        return done(ZULIP_BOT);
      case 'POST register':
        return this.#register();
      case 'GET messages':
        return this.#read(params);
      case 'POST messages':
        return this.#send(params);
      case 'POST typing':
        this.typed.push(
          params.get('to') ?? `${params.get('stream_id') ?? ''}/${params.get('topic') ?? ''}`,
        );
        return done({});
      default:
        return refuse(404, 'BAD_REQUEST', 'no such call');
    }
  }

  /** zulip.com/api/get-file-temporary-url */
  #temporaryOf(path: string): Told {
    if (!this.files.has(path)) return refuse(404, 'BAD_REQUEST', 'File not found');
    const hex = Buffer.from(path).toString('hex');
    return done({ url: `/user_uploads/temporary/${hex}/level.png` });
  }

  #register(): Told {
    this.registered += 1;
    const id = `queue:${String(this.registered)}`;
    this.#queue = { id, events: [], last: -1, acknowledged: -1 };
    this.#wake();
    return done({ queue_id: id, last_event_id: -1, event_queue_longpoll_timeout_seconds: 90 });
  }

  async #events(params: URLSearchParams): Promise<Told> {
    const id = params.get('queue_id') ?? '';
    for (;;) {
      const queue = this.#queue;
      if (queue?.id !== id)
        return refuse(400, 'BAD_EVENT_QUEUE_ID', `Bad event queue ID: ${id}`, { queue_id: id });
      queue.acknowledged = Number(params.get('last_event_id'));
      const events = queue.events.filter((event) => event.id > queue.acknowledged);
      if (events.length > 0 || params.get('dont_block') === 'true')
        return done({ events, queue_id: id });
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #read(params: URLSearchParams): Told {
    const [before, after] = [Number(params.get('num_before')), Number(params.get('num_after'))];
    const anchor = params.get('anchor') ?? '';
    const from = anchor === 'newest' ? Infinity : Number(anchor);
    const older = before === 0 ? [] : this.messages.filter(({ id }) => id < from).slice(-before);
    const newer = this.messages.filter(({ id }) => id > from);
    const messages = [...older, ...newer.slice(0, after)];
    return done({ messages, found_newest: newer.length <= after });
  }

  #send(params: URLSearchParams): Told {
    const content = params.get('content') ?? '';
    if (Array.from(content).length > 10_000) return refuse(400, 'BAD_REQUEST', 'Message too long');
    const to = JSON.parse(params.get('to') ?? '') as number | readonly number[];
    const place =
      typeof to === 'number'
        ? { topic: `${String(to)}/${params.get('topic') ?? ''}` }
        : { users: to };
    return done({ id: this.#add(ZULIP_BOT.user_id, place, content) });
  }

  #edit(id: number, content: string): Told {
    const at = this.messages.findIndex((message) => message.id === id);
    const before = this.messages[at];
    if (before === undefined) return refuse(400, 'BAD_REQUEST', 'Invalid message(s)');
    this.messages[at] = { ...before, content };
    return done({});
  }
}

/** In the address or in a form of either kind: Zulip takes all of them. */
function paramsOf({ url, headers, body }: Asked): URLSearchParams {
  const isMultipart = headers['content-type']?.startsWith('multipart/') ?? false;
  const parts = [...body.matchAll(/name="([^"]+)"\r\n\r\n([^]*?)\r\n--/g)];
  const form = parts.map(([, name = '', value = '']): [string, string] => [name, value]);
  return new URLSearchParams([
    ...url.searchParams,
    ...(isMultipart ? form : new URLSearchParams(body)),
  ]);
}

function placeOf({ stream_id: channel, subject, display_recipient: people }: FakeMessage): string {
  if (typeof people === 'string') return `${String(channel)}/${subject}`;
  return people
    .map(({ id }) => id)
    .filter((id) => id !== ZULIP_BOT.user_id)
    .join(',');
}

function userOf(id: number): Told {
  return id < 10_000
    ? done({ user: { user_id: id, is_bot: id === OTHER_BOT } })
    : refuse(400, 'BAD_REQUEST', 'No such user');
}

function done(more: object): Told {
  return { status: 200, json: { result: 'success', msg: '', ...more } };
}
