/**
 * Feishu 飞书 and Lark by the long connection (open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/event-subscription-guide/
 * long-connection-mode): it needs no address that the world can reach. Each event is acknowledged after the core has it
 * on disk; what is not acknowledged within three seconds Feishu brings again, after 15 s, 5 min, 1 h and 6 h.
 */
import { setInterval } from 'node:timers';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { isLoopback } from '../../../core/loopback.ts';
import { z } from '../../../core/schema.ts';
import {
  FILE_TYPES,
  type ChannelAdapter,
  type FileOut,
  type Hearing,
  type Outgoing,
  type Sent,
  type Traits,
  type Trouble,
} from '../../channels/channel-adapter.ts';
import { withoutFile } from '../../channels/without-file.ts';
import { connectLine, type Frame, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { FeishuApi, isPassing, sentOf, type FeishuApiParts } from './feishu-api.ts';
import { Fragments } from './fragments.ts';
import { decodeFrame, encodeFrame, headerOf } from './frame.ts';
import { parseEvent, type Reading } from './parse.ts';
import {
  receiverOf,
  renderEdit,
  renderFile,
  renderMessage,
  renderUpload,
  uuidOf,
  type UploadedFile,
} from './render.ts';

/** Feishu says how often it wants a ping, mostly two minutes; a dead line is to be known sooner. */
const MOST_PING_MS = 60_000;

/** Whatever it says, nobody is pinged without pause. */
const LEAST_PING_MS = 1_000;

/** Of its pings; then the line is dead. */
const MOST_UNANSWERED = 2.5;

const meSchema = z.object({ bot: z.object({ open_id: z.string() }) });
const lineSchema = z.object({
  data: z.object({
    URL: z.url(),
    /** Seconds. */
    ClientConfig: z.object({ PingInterval: z.number() }).optional(),
  }),
});
const postedSchema = z.object({ data: z.object({ message_id: z.string() }) });
const uploadedSchema = z.object({
  data: z.object({ image_key: z.string().optional(), file_key: z.string().optional() }),
});

interface Line {
  readonly url: string;
  readonly service: number;
  readonly pingMs: number;
  readonly aheadMs: number;
}

interface Following {
  readonly line: WebSocketLine;
  readonly hearing: Hearing;
  readonly fragments: Fragments;
  readonly reading: Omit<Reading, 'now'>;
}

export class FeishuAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'long connection',
    /** …/reference/im-v1/message/create: 30 KB for a post or a card, with all its signs. */
    text: { most: 6_000, unit: 'bytes' },
    /** The same page: 5 a second for a person or a group; 50 a second and 1,000 a minute for the app. */
    chatRate: { burst: 4, refillMs: 250 },
    accountRate: { burst: 20, refillMs: 65 },
    mostButtons: 5,
    files: FILE_TYPES,
    isIdempotent: true,
    /** The same page, `uuid`: one message in an hour. */
    keyKnownForMs: 3_300_000,
    isForgeable: false,
  };
  readonly #parts: FeishuApiParts;
  readonly #api: FeishuApi;

  constructor(parts: FeishuApiParts) {
    this.#parts = parts;
    this.#api = new FeishuApi(parts);
    this.account = parts.appId;
  }

  /** …/reference/im-v1/message/create, `receive_id_type`: a person's open_id stands for the chat with them. */
  chatOf(user: string): string {
    return user;
  }

  /** A connection of its own would take every second message from the one that listens: it is not opened. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const met = await this.#meet(signal);
    if ('why' in met) return met;
    const opened = await this.#open(signal);
    return 'why' in opened ? opened : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const met = await this.#meet(signal);
    if ('why' in met) return met;
    const opened = await this.#open(signal);
    if ('why' in opened) return opened;
    const connected = await connectLine(opened.url, { signal });
    if (connected.kind === 'failed')
      return { why: `Feishu's long connection cannot be opened: ${connected.code}` };
    const trouble = await this.#follow(opened, {
      ...{ line: connected.line, hearing, fragments: new Fragments() },
      reading: { me: met.me, aheadMs: opened.aheadMs },
    });
    return signal.aborted ? undefined : trouble;
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    const { chat, file } = message;
    const uploaded = file && (await this.#upload(file));
    if (uploaded?.kind === 'later') return uploaded;
    const rendered =
      uploaded === undefined ? renderMessage(withoutFile(message)) : renderFile(message, uploaded);
    const json = { receive_id: chat, ...rendered, uuid: uuidOf(key) };
    const path = `im/v1/messages?receive_id_type=${receiverOf(chat)}`;
    return sentOf(await this.#api.call(path, { json }), (data) => {
      const id = postedSchema.safeParse(data).data?.data.message_id;
      return id && `${rendered.msg_type}:${id}`;
    });
  }

  /** …/reference/im-v1/message/update for a post (twenty times), …/message/patch for a card. */
  async edit(ref: string, message: Outgoing): Promise<Sent> {
    const [type, id = ''] = ref.split(':');
    const isCard = type === 'interactive';
    const rendered = renderEdit(isCard ? 'interactive' : 'post', message);
    const answered = await this.#api.call(`im/v1/messages/${encodeURIComponent(id)}`, {
      method: isCard ? 'PATCH' : 'PUT',
      json: isCard ? { content: rendered.content } : rendered,
    });
    return sentOf(answered, () => ref);
  }

  /**
   * It is nobody's message yet, so it can be tried again; where Feishu wants no such file, or the app may not bring
   * any, undefined: its words go alone.
   */
  async #upload(
    file: FileOut,
  ): Promise<UploadedFile | ({ readonly kind: 'later' } & Trouble) | undefined> {
    const { path, body } = renderUpload(file);
    const answered = await this.#api.call(path, { body });
    if (answered.kind === 'ok') {
      const { image_key: image, file_key: table } =
        uploadedSchema.safeParse(answered.data).data?.data ?? {};
      if (image !== undefined) return { kind: 'image', key: image };
      return table === undefined ? undefined : { kind: 'file', key: table };
    }
    const isLost = answered.kind === 'refused' && !isPassing(answered);
    return isLost ? undefined : { ...answered, kind: 'later' };
  }

  /** …/server-docs/bot-v3/obtain-bot-information */
  async #meet(signal: AbortSignal): Promise<Trouble | { readonly me: string }> {
    const answered = await this.#api.call('bot/v3/info', { signal });
    if (answered.kind !== 'ok') return answered;
    const me = meSchema.safeParse(answered.data).data?.bot.open_id;
    return me === undefined ? { why: 'Feishu did not say who this bot is' } : { me };
  }

  async #open(signal: AbortSignal): Promise<Trouble | Line> {
    const answered = await this.#api.line(signal);
    if (answered.kind !== 'ok') return answered;
    const given = lineSchema.safeParse(answered.data).data?.data;
    if (given === undefined || !this.#isFeishus(given.URL))
      return { why: 'Feishu named no connection of its own' };
    const now = this.#parts.clock.now();
    const pingS = given.ClientConfig?.PingInterval ?? 0;
    return {
      url: given.URL,
      service: serviceIn(given.URL),
      pingMs:
        pingS > 0 ? Math.min(Math.max(pingS * 1_000, LEAST_PING_MS), MOST_PING_MS) : MOST_PING_MS,
      aheadMs: (answered.serverNow ?? now) - now,
    };
  }

  /** What is heard there is believed: so it is the vendor's, or on the server that the site named itself. */
  #isFeishus(address: string): boolean {
    const { protocol, hostname } = new URL(address);
    const own = new URL(this.#parts.endpoint).hostname;
    if (protocol === 'ws:') return isLoopback(hostname) && hostname === own;
    if (protocol !== 'wss:') return false;
    return hostname === own || (isVendors(own) && isVendors(hostname));
  }

  async #follow({ service, pingMs }: Line, following: Following): Promise<Trouble> {
    const { line, hearing } = following;
    const { clock } = this.#parts;
    const ping = encodeFrame({
      ...{ seqId: 0n, logId: 0n, service, method: CONTROL },
      headers: [['type', 'ping']],
    });
    let heardMs = clock.monotonicMs();
    line.send(ping);
    const pinging = setInterval(() => {
      if (clock.monotonicMs() - heardMs > pingMs * MOST_UNANSWERED) line.cut();
      else line.send(ping);
    }, pingMs);
    try {
      for await (const bytes of line.frames()) {
        if (!(await this.#take(bytes, following))) return NOT_FEISHU;
        heardMs = clock.monotonicMs();
        hearing.alive();
      }
    } finally {
      clearInterval(pinging);
      line.close();
    }
    return { why: `Feishu's long connection broke off: ${line.ended?.why ?? 'silence'}` };
  }

  /** @returns false: this is not Feishu */
  async #take(bytes: Frame, { line, hearing, fragments, reading }: Following): Promise<boolean> {
    const frame = typeof bytes === 'string' ? undefined : decodeFrame(bytes);
    if (frame === undefined) return false;
    if (frame.method !== DATA || !BRINGS.includes(headerOf(frame, 'type') ?? '')) return true;
    const { clock } = this.#parts;
    const whole = fragments.take(frame);
    if (whole === undefined) return true;
    const beganMs = clock.monotonicMs();
    const event = parseEvent(parseBoundedJson(whole.toString('utf8')), {
      ...reading,
      now: clock.now(),
    });
    if (event !== undefined) await hearing.accept([event]);
    const tookMs = Math.round(clock.monotonicMs() - beganMs);
    const headers = [...frame.headers, ['biz_rt', String(tookMs)] as const];
    line.send(encodeFrame({ ...frame, headers, payload: TAKEN }));
    return true;
  }
}

/** An `int32`; of anything else no frame can be made. */
function serviceIn(address: string): number {
  const given = new URL(address).searchParams.get('service_id') ?? '';
  return /^\d{1,9}$/.test(given) ? Number(given) : 0;
}

/** Methods of a frame. */
const [CONTROL, DATA] = [0, 1];

/** Types of data. */
const BRINGS = ['event', 'card'];

const TAKEN = Buffer.from('{"code":200}');

/** Where Feishu and Lark are, with everything that is theirs. */
function isVendors(hostname: string): boolean {
  return /(^|\.)(feishu\.cn|larksuite\.com)$/.test(hostname);
}

const NOT_FEISHU: Trouble = {
  why: 'What answers is not Feishu',
  cure: 'See what stands between this board and Feishu: a proxy, or a login page of the network.',
};
