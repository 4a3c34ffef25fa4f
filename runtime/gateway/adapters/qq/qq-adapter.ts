/**
 * A robot of QQ (bot.q.qq.com/wiki) by its gateway: it needs no address that the world can reach. It hears chats of two
 * and what names it in groups, and speaks only in reply, while QQ lets it.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { isLoopback } from '../../../core/loopback.ts';
import { z } from '../../../core/schema.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { follow, type GatewayEvent, type Session } from './gateway.ts';
import { chatOfPerson, parseEvent, pathOf, plain } from './parse.ts';
import { isPassing, NEW_KEYS, QqApi, type Answered, type QqApiParts } from './qq-api.ts';
import { Replies, replySchema } from './replies.ts';

export interface QqParts extends QqApiParts {
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

const gatewaySchema = z.object({ url: z.url() });
const readySchema = z.object({ session_id: z.string() });
const postedSchema = z.object({ id: z.string() });

/** Kept with the messages. */
const cursorSchema = z.object({
  session: z.object({ id: z.string(), seq: z.int() }).optional(),
  replies: z.array(replySchema),
});

/** The message is too old, or was answered too often (…/api-v2/openapi/error/error.html). */
const WINDOW_CODES = [304_026, 304_027, 304_103, 40_034_005, 40_034_128];

/** A `msg_seq` that was used before: of another message, by a node before this one. */
const SEQ_USED = 40_054_005;

/** Messages that may be tried as the one that is answered. */
const MOST_TRIES = 4;

const WINDOW_CURE =
  'QQ lets a robot speak only in reply: for an hour after somebody wrote to it, for five minutes in a group, and four times to each message. Write to it again.';

interface Opened {
  readonly url: string;
  readonly aheadMs: number;
}

export class QqAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'gateway',
    /** None is documented; others send up to 4,000. Four of these make the longest answer. */
    text: { most: 3_000, unit: 'utf-16' },
    /** None is documented for people and groups; a channel has five a second. */
    chatRate: { burst: 4, refillMs: 500 },
    accountRate: { burst: 10, refillMs: 100 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: QqParts;
  readonly #api: QqApi;
  #session: Session | undefined;
  /** undefined: it does not know yet what can be answered. */
  #replies: Replies | undefined;

  constructor(parts: QqParts) {
    this.#parts = parts;
    this.#api = new QqApi(parts);
    this.account = parts.appId;
  }

  chatOf(user: string): string {
    return chatOfPerson(user);
  }

  /** It does not open the gateway: sessions are counted. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const opened = await this.#open(signal);
    return 'why' in opened ? opened : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const kept = cursorSchema.safeParse(parseBoundedJson(hearing.cursor ?? '')).data;
    this.#replies ??= new Replies(this.#parts.random, kept?.replies);
    this.#session ??= kept?.session;
    for (;;) {
      const opened = await this.#open(signal);
      if ('why' in opened) return opened;
      const access = await this.#api.access(signal);
      if (access.kind === 'trouble') return access;
      const began = this.#session;
      const end = await follow(
        {
          ...{ url: opened.url, token: access.token, session: this.#session },
          onAlive: () => {
            hearing.alive();
          },
          onEvent: (event) => this.#take(event, hearing, opened.aheadMs),
        },
        signal,
      );
      if (signal.aborted) return undefined;
      if (end.kind === 'again') continue;
      if (end.kind === 'broken') {
        if (end.isToken) this.#api.forgetToken();
        return end.trouble;
      }
      // Begins anew by way of the core, which waits a little, unless there is only an old session to give up.
      this.#session = undefined;
      if (began === undefined) return { why: 'QQ opens no session', cure: NEW_KEYS };
    }
  }

  async send({ chat, text }: Outgoing): Promise<Sent> {
    const replies = this.#replies;
    if (replies === undefined) return { kind: 'later', why: 'QQ is not connected yet' };
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const reply = replies.take(chat, this.#parts.clock.now());
      if (reply === undefined) break;
      const json = { content: plain(text), msg_type: 0, msg_id: reply.id, msg_seq: reply.seq };
      const answered = await this.#api.call(pathOf(chat), { json });
      const code = answered.kind === 'refused' ? answered.code : 0;
      if (WINDOW_CODES.includes(code)) replies.forget(chat, reply.id);
      else if (code !== SEQ_USED) return sentOf(answered);
    }
    return { kind: 'refused', why: `there is nothing to reply to. ${WINDOW_CURE}` };
  }

  async #take({ name, data, seq }: GatewayEvent, hearing: Hearing, aheadMs: number): Promise<void> {
    const id = readySchema.safeParse(data).data?.session_id;
    const session =
      name === 'READY' && id !== undefined
        ? { id, seq }
        : this.#session && { ...this.#session, seq };
    const message = parseEvent(name, data, { now: this.#parts.clock.now(), aheadMs });
    if (message !== undefined) this.#replies?.add(message, message.group !== undefined);
    if (message !== undefined || name === 'READY') {
      const cursor = JSON.stringify({ session, replies: this.#replies?.known() ?? [] });
      await hearing.accept(message === undefined ? [] : [message], cursor);
    }
    this.#session = session;
  }

  /** …/openapi/wss/url_get.html */
  async #open(signal: AbortSignal): Promise<Trouble | Opened> {
    const answered = await this.#api.call('/gateway', { signal });
    if (answered.kind !== 'ok') return answered;
    const url = gatewaySchema.safeParse(answered.json).data?.url;
    if (url === undefined || !this.#isQqs(url)) return { why: 'QQ named no gateway of its own' };
    const now = this.#parts.clock.now();
    return { url, aheadMs: (answered.serverNow ?? now) - now };
  }

  /** What is heard there is believed: so it is QQ's, or on the server that the site named itself. */
  #isQqs(address: string): boolean {
    const { protocol, hostname } = new URL(address);
    const own = new URL(this.#parts.endpoint).hostname;
    if (protocol === 'ws:') return isLoopback(hostname) && hostname === own;
    if (protocol !== 'wss:') return false;
    return hostname === own || (isVendors(own) && isVendors(hostname));
  }
}

function isVendors(hostname: string): boolean {
  return /(^|\.)(sgroup|bot)\.qq\.com$/.test(hostname);
}

function sentOf(answered: Answered): Sent {
  switch (answered.kind) {
    case 'ok': {
      const isPosted = postedSchema.safeParse(answered.json).success;
      return isPosted ? { kind: 'sent' } : { kind: 'unknown', why: 'QQ named no message' };
    }
    case 'unclear':
      return { kind: 'unknown', why: answered.why };
    case 'unsaid':
      return { ...answered, kind: 'later' };
    case 'refused': {
      const { status, why, cure, retryAfterMs } = answered;
      if (isPassing(answered)) return { kind: 'later', why, cure, retryAfterMs };
      return { kind: status >= 500 ? 'unknown' : 'refused', why };
    }
  }
}
