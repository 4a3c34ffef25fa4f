/**
 * WhatsApp by Meta's Cloud API, which posts to this site. Free text is taken for 24 hours after a person has
 * written. Afterwards Meta takes templates only, which a business has to have approved: nothing is sent then,
 * and the reason is told.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import { z } from '../../../core/schema.ts';
import { askAgain } from '../../channels/ask-again.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import {
  FORGED,
  isOfType,
  isSame,
  isSigned,
  isTooOld,
  TAKEN,
  UNREADABLE,
  WRONG_METHOD,
  WRONG_TYPE,
} from '../../channels/hook-checks.ts';
import type { HookAnswer, HookRequest } from '../../channels/hook-request.ts';
import { GraphApi, sentOf, WINDOW_CURE, type GraphApiParts } from './graph-api.ts';
import { parseWebhook } from './parse.ts';
import { renderMessage } from './render.ts';

export interface WhatsAppParts extends GraphApiParts {
  /** Default: 5 min. */
  readonly checkEveryMs?: number;
}

const CHECK_EVERY_MS = 300_000;

/** developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages: customer service window. */
const WINDOW_MS = 86_400_000;

/** People who wrote since the start. */
const MOST_PEOPLE = 500;

const PREFIX = 'sha256=';

const numberSchema = z.object({ id: z.string() });

const sentSchema = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });

export class WhatsAppAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'webhook',
    /** …/messages/interactive-reply-buttons-messages: 1,024 characters where there are buttons (4,096 where there are none). */
    text: { most: 1_024, unit: 'utf-16' },
    /** …/support/error-codes, 131056, and "Pair rate limits": one in 6 s to one person, some more at once. */
    chatRate: { burst: 10, refillMs: 6_000 },
    /** …/throughput: 20 a second at least. */
    accountRate: { burst: 20, refillMs: 50 },
    mostButtons: 3,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: WhatsAppParts;
  readonly #api: GraphApi;
  /** Until when free text is taken, as far as is known here: epoch ms. */
  readonly #windows = new RecentMap<number>(MOST_PEOPLE);
  /** The newest message of a chat, until it was said that it is being answered. */
  readonly #unread = new RecentMap<string>(MOST_PEOPLE);

  constructor(parts: WhatsAppParts) {
    this.#parts = parts;
    this.#api = new GraphApi(parts);
    this.account = parts.phoneNumberId;
  }

  chatOf(user: string): string {
    return user;
  }

  /** Meta has no way to ask whether it reaches this site; whether the number and the token are good is asked. */
  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { clock, checkEveryMs: everyMs = CHECK_EVERY_MS } = this.#parts;
    return askAgain({ clock, everyMs, ask: (until) => this.probe(until) }, hearing, signal);
  }

  /** …/business-phone-numbers/phone-numbers: one number. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const answered = await this.#api.call('?fields=id', { signal });
    if (answered.kind !== 'ok') return answered;
    const isOwn = numberSchema.safeParse(answered.json).data?.id === this.account;
    return isOwn ? undefined : { why: 'WhatsApp does not know this number', cure: CHECK_NUMBER };
  }

  async receive(request: HookRequest, hearing: Hearing): Promise<HookAnswer> {
    if (request.method === 'GET') return this.#answerChallenge(request.query);
    const { body, headers } = request;
    const secret = this.#parts.appSecret;
    const signing = { algorithm: 'sha256', encoding: 'hex', secret } as const;
    const signature = headers['x-hub-signature-256'] ?? '';
    const isPrefixed = signature.startsWith(PREFIX);
    if (!isPrefixed || !isSigned(body, signature.slice(PREFIX.length), signing)) return FORGED;
    if (!isOfType(request, 'application/json')) return WRONG_TYPE;
    const webhook = parseWebhook(parseBoundedJson(body.toString('utf8')), this.account);
    if (webhook === undefined) return UNREADABLE;
    hearing.alive();
    const now = this.#parts.clock.now();
    // It tells of what was sent before: whoever has written meanwhile may be answered.
    for (const chat of webhook.closed) if (!this.#isOpen(chat, now)) this.#windows.set(chat, now);
    const fresh = webhook.messages
      .filter(({ at }) => !isTooOld(at, now))
      .map((message) => ({ ...message, at: Math.min(message.at, now) }));
    for (const { chat, at, id } of fresh) {
      this.#windows.set(chat, Math.max(at + WINDOW_MS, this.#windows.get(chat) ?? 0));
      this.#unread.set(chat, id);
    }
    if (fresh.length > 0) await hearing.accept(fresh);
    return TAKEN;
  }

  async send(message: Outgoing): Promise<Sent> {
    const untilMs = this.#windows.get(message.chat);
    if (untilMs !== undefined && untilMs <= this.#parts.clock.now())
      return { kind: 'refused', why: `more than 24 hours have passed. ${WINDOW_CURE}` };
    const answered = await this.#api.call('/messages', { json: renderMessage(message) });
    const isTaken = answered.kind !== 'ok' || sentSchema.safeParse(answered.json).success;
    return isTaken ? sentOf(answered) : { kind: 'unknown', why: 'WhatsApp named no message' };
  }

  /** …/typing-indicators: 25 s, of a message that it marks as read; once is enough. */
  async typing(chat: string): Promise<void> {
    const id = this.#unread.get(chat);
    if (id === undefined) return;
    this.#unread.delete(chat);
    const json = {
      ...{ messaging_product: 'whatsapp', status: 'read', message_id: id },
      typing_indicator: { type: 'text' },
    };
    await this.#api.call('/messages', { json });
  }

  #isOpen(chat: string, now: number): boolean {
    return (this.#windows.get(chat) ?? 0) > now;
  }

  /** …/webhooks/create-webhook-endpoint: asked when the address is given. What is said back is a number. */
  #answerChallenge(query: URLSearchParams): HookAnswer {
    const verifyToken = this.#parts.verifyToken.reveal();
    const challenge = query.get('hub.challenge') ?? '';
    const isRight =
      query.get('hub.mode') === 'subscribe' &&
      verifyToken !== '' &&
      isSame(query.get('hub.verify_token') ?? '', verifyToken);
    if (query.size === 0) return WRONG_METHOD;
    if (!isRight) return FORGED;
    return /^\w{1,128}$/.test(challenge) ? { status: 200, body: challenge } : UNREADABLE;
  }
}

const CHECK_NUMBER =
  'Take the phone number ID (not the number itself) from the Meta App Dashboard, WhatsApp, API Setup.';
