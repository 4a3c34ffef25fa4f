/**
 * LINE, which posts to this site. What is asked is answered with the token that comes with the question, which
 * costs nothing and works once within a minute; everything else is pushed, and counts for the plan of the
 * account. A reply has no key by which LINE would know it again, so what may have arrived is not sent again,
 * unless the site wants that everything is pushed.
 */
import { createHash } from 'node:crypto';
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { Clock } from '../../../core/clock.ts';
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
  isSigned,
  isTooOld,
  TAKEN,
  UNREADABLE,
  WRONG_METHOD,
  WRONG_TYPE,
} from '../../channels/hook-checks.ts';
import type { HookAnswer, HookRequest } from '../../channels/hook-request.ts';
import { LineApi, type Answered, type LineApiParts } from './line-api.ts';
import { parseWebhook, type ParsedEvent } from './parse.ts';
import { renderMessage } from './render.ts';

export interface LineParts extends LineApiParts {
  readonly channelId: string;
  readonly channelSecret: Secret;
  readonly isPushOnly: boolean;
  readonly clock: Clock;
  /** Default: 5 min; LINE allows sixty tests of the webhook in an hour (#rate-limits). */
  readonly testEveryMs?: number;
}

interface ReplyToken {
  readonly token: string;
  readonly untilMs: number;
}

const TEST_EVERY_MS = 300_000;

/** "Within one minute" (#send-reply-message), and the way there. */
const REPLY_WITHIN_MS = 50_000;

/** Chats that wait for an answer. */
const MOST_REPLIES = 500;

/** A used up plan does not come back within the hour. */
const QUOTA_AGAIN_MS = 3_600_000;

/** #loading-indicator */
const TYPING_S = 5;

export class LineAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits;
  readonly #parts: LineParts;
  readonly #api: LineApi;
  readonly #replies = new RecentMap<ReplyToken>(MOST_REPLIES);

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#api = new LineApi(parts);
    this.account = parts.channelId;
    this.traits = {
      mode: 'webhook',
      /** #text-message: 5000 characters, in UTF-16 units. */
      text: { most: 5_000, unit: 'utf-16' },
      /** None is documented for a chat; 2,000 a second for the account (#rate-limits), far above this. */
      chatRate: { burst: 5, refillMs: 500 },
      accountRate: { burst: 50, refillMs: 20 },
      /** #quick-reply: 13 items. */
      mostButtons: 13,
      files: [],
      isIdempotent: parts.isPushOnly,
      isForgeable: false,
    };
  }

  /** A push goes to the id of the person (#send-push-message). */
  chatOf(user: string): string {
    return user;
  }

  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { clock, testEveryMs: everyMs = TEST_EVERY_MS } = this.#parts;
    const ask = (): Promise<Trouble | undefined> => this.#testWebhook(signal);
    return askAgain({ clock, everyMs, ask }, hearing, signal);
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const answered = await this.#api.call('info', { signal });
    return answered.kind === 'ok' ? undefined : answered;
  }

  async receive(request: HookRequest, hearing: Hearing): Promise<HookAnswer> {
    if (request.method !== 'POST') return WRONG_METHOD;
    const { body, headers } = request;
    const secret = this.#parts.channelSecret;
    const signing = { algorithm: 'sha256', encoding: 'base64', secret } as const;
    if (!isSigned(body, headers['x-line-signature'], signing)) return FORGED;
    if (!isOfType(request, 'application/json')) return WRONG_TYPE;
    const now = this.#parts.clock.now();
    const events = parseWebhook(parseBoundedJson(body.toString('utf8')), now);
    if (events === undefined) return UNREADABLE;
    const fresh = events.filter(({ message }) => !isTooOld(message.at, now));
    for (const event of fresh) this.#keepReply(event, now);
    await hearing.accept(fresh.map(({ message }) => message));
    return TAKEN;
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    return (await this.#reply(message)) ?? this.#push(message, key);
  }

  /** #display-a-loading-indicator: in chats of two only. */
  async typing(chat: string): Promise<void> {
    if (!chat.startsWith('U')) return;
    const json = { chatId: chat, loadingSeconds: TYPING_S };
    await this.#api.call('chat/loading/start', { json });
  }

  #keepReply({ message: { chat, at }, replyToken }: ParsedEvent, now: number): void {
    if (replyToken === undefined || this.#parts.isPushOnly) return;
    const leftMs = REPLY_WITHIN_MS - Math.max(0, now - at);
    const untilMs = this.#parts.clock.monotonicMs() + leftMs;
    this.#replies.set(chat, { token: replyToken, untilMs });
  }

  /** undefined: that is not possible, or not any more. */
  async #reply(message: Outgoing): Promise<Sent | undefined> {
    const { chat } = message;
    const reply = this.#replies.get(chat);
    if (reply === undefined) return undefined;
    this.#replies.delete(chat);
    if (reply.untilMs < this.#parts.clock.monotonicMs()) return undefined;
    const json = { replyToken: reply.token, messages: [renderMessage(message)] };
    const answered = await this.#api.call('message/reply', { json });
    if (answered.kind !== 'refused') return sentOf(answered);
    if (answered.status === 429 && this.#replies.get(chat) === undefined)
      this.#replies.set(chat, reply);
    if (answered.status < 500) return answered.status === 400 ? undefined : sentOf(answered);
    // It works once, so asking again shows nothing twice; that it was used then says nothing.
    const again = await this.#api.call('message/reply', { json });
    return again.kind === 'ok' ? { kind: 'sent' } : { kind: 'unknown', why: answered.why };
  }

  /** Executed once for each key, however often it is asked: "Retry failed API requests". */
  async #push(message: Outgoing, key: string): Promise<Sent> {
    const json = { to: message.chat, messages: [renderMessage(message)] };
    const request = { json, headers: { 'x-line-retry-key': uuidOf(key) } };
    const first = await this.#api.call('message/push', request);
    const answered = isOpen(first) ? await this.#api.call('message/push', request) : first;
    if (answered.kind === 'refused' && answered.status === 429)
      return { ...(await this.#quotaTrouble(answered)), kind: 'later' };
    // What the second never reached may have been done by the first.
    if (isOpen(first) && answered.kind === 'unreached')
      return { kind: 'unknown', why: answered.why };
    return sentOf(answered);
  }

  /** Too fast, or too much this month: both are 429 (developers.line.biz, "Handle HTTP status code 429 errors"). */
  async #quotaTrouble(refused: Trouble): Promise<Trouble> {
    const quota = quotaSchema.safeParse(await this.#get('message/quota')).data;
    const used = usageSchema.safeParse(await this.#get('message/quota/consumption')).data;
    const isUsedUp = (used?.totalUsage ?? 0) >= (quota?.value ?? Infinity);
    if (!isUsedUp) return refused;
    return {
      why: `all ${String(quota?.value)} messages of this month are used`,
      cure: 'Take a larger plan in the LINE Official Account Manager. Answers within a minute are free, and still work.',
      retryAfterMs: QUOTA_AGAIN_MS,
    };
  }

  async #get(path: string): Promise<unknown> {
    const answered = await this.#api.call(path);
    return answered.kind === 'ok' ? answered.json : undefined;
  }

  /** LINE posts to this site while it is asked (#test-webhook-endpoint): there is no better proof that it can. */
  async #testWebhook(signal: AbortSignal): Promise<Trouble | undefined> {
    const answered = await this.#api.call('channel/webhook/test', { json: {}, signal });
    if (answered.kind === 'refused' && answered.status < 500)
      return { ...answered, cure: answered.cure ?? SET_WEBHOOK };
    if (answered.kind !== 'ok') return answered;
    const test = testSchema.safeParse(answered.json).data;
    if (test === undefined) return { why: 'LINE does not say whether it reaches this site' };
    if (test.success) return undefined;
    return { why: `LINE does not reach this site: ${test.reason}`, cure: SET_WEBHOOK };
  }
}

const SET_WEBHOOK =
  'See that the webhook URL in the LINE Developers Console is the public address of this channel, and that the tunnel runs: docs/channels/tunnel.md';

const quotaSchema = z.object({ value: z.number().optional() });
const usageSchema = z.object({ totalUsage: z.number() });
const testSchema = z.object({
  success: z.boolean(),
  reason: z.string().transform((reason) => reason.slice(0, 80)),
});

/** It may have been done. */
function isOpen(answered: Answered): boolean {
  return answered.kind === 'unclear' || (answered.kind === 'refused' && answered.status >= 500);
}

function sentOf(answered: Answered): Sent {
  switch (answered.kind) {
    case 'ok':
      return { kind: 'sent' };
    case 'unclear':
      return { kind: 'unknown', why: answered.why };
    case 'unreached':
      return { ...answered, kind: 'later' };
    case 'refused':
      return sentOfRefused(answered);
  }
}

function sentOfRefused({ status, ...trouble }: Extract<Answered, { kind: 'refused' }>): Sent {
  // #retry-api-request: this key was accepted before.
  if (status === 409) return { kind: 'sent' };
  if (status >= 500) return { kind: 'unknown', why: trouble.why };
  const isForLater = status === 401 || status === 403 || status === 429;
  return isForLater ? { ...trouble, kind: 'later' } : { kind: 'refused', why: trouble.why };
}

/** The form of RFC 9562 §5.8, of any text. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
