/**
 * Webex, which posts to this site that there is a message; what it says is read from Webex then. Every five
 * minutes it is made sure that it goes on posting, and read what it may not have posted.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { Lane } from '../../../core/lane.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import { z } from '../../../core/schema.ts';
import { askAgain } from '../../channels/ask-again.ts';
import type {
  ArrivedMessage,
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
import { readMissed } from './missed.ts';
import { heardOf, parseWebhook, PERSON, type Me } from './parse.ts';
import { sentOf, WebexApi, type Failure, type WebexApiParts } from './webex-api.ts';
import { keepWebhook } from './webhook.ts';

export interface WebexParts extends WebexApiParts {
  /** `board@webex.bot` */
  readonly username: string;
  /** The public one, to which Webex posts. */
  readonly address: string;
  /** Default: 5 min. */
  readonly checkEveryMs?: number;
}

const CHECK_EVERY_MS = 300_000;

/** Longer than from one look to the next: a post may be lost while others arrive. */
const OVERLAP_MS = 900_000;

const MOST_HEARD = 1_000;

/** It could not be read now: whoever posts it again is heard. */
const NOT_NOW: HookAnswer = { status: 503 };

const meSchema = z.object({
  id: z.string(),
  emails: z.array(z.string()),
  displayName: z.string().default(''),
});

const sentSchema = z.object({ id: z.string(), roomId: z.string() });

export class WebexAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'webhook, and what was missed by REST',
    /** developer.webex.com/docs/api/v1/messages/create-a-message */
    text: { most: 7_439, unit: 'bytes' },
    /** Webex names no rates; it says how long to wait. */
    chatRate: { burst: 5, refillMs: 1_000 },
    accountRate: { burst: 10, refillMs: 200 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: WebexParts;
  readonly #api: WebexApi;
  readonly #lane = new Lane();
  /** Since the start; strangers are not remembered by the core. */
  readonly #heard = new RecentMap<true>(MOST_HEARD);
  #me: Me | undefined;

  constructor(parts: WebexParts) {
    this.#parts = parts;
    this.#api = new WebexApi(parts);
    this.account = parts.username;
  }

  chatOf(user: string): string {
    return PERSON + user;
  }

  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { clock, checkEveryMs: everyMs = CHECK_EVERY_MS } = this.#parts;
    const ask = (ending: AbortSignal): Promise<Trouble | undefined> => this.#look(hearing, ending);
    return askAgain({ clock, everyMs, ask }, hearing, signal);
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const me = await this.#askMe(signal);
    return 'id' in me ? undefined : me;
  }

  async receive(request: HookRequest, hearing: Hearing): Promise<HookAnswer> {
    if (request.method !== 'POST') return WRONG_METHOD;
    const { body, headers } = request;
    const signing = { algorithm: 'sha1', encoding: 'hex', secret: this.#parts.secret } as const;
    const signature = headers['x-spark-signature']?.toLowerCase();
    if (!isSigned(body, signature, signing)) return FORGED;
    if (!isOfType(request, 'application/json')) return WRONG_TYPE;
    const id = parseWebhook(parseBoundedJson(body.toString('utf8')));
    if (id === undefined) return UNREADABLE;
    hearing.alive();
    return id === null ? TAKEN : this.#hear(id, hearing);
  }

  async send(message: Outgoing): Promise<Sent> {
    const json = { ...placeOf(message.chat), text: message.text };
    const answered = await this.#api.call('messages', { json });
    if (answered.kind !== 'ok') return sentOf(answered);
    const sent = sentSchema.safeParse(answered.json).data;
    return sent === undefined
      ? { kind: 'unknown', why: 'Webex named no message' }
      : { kind: 'sent', ref: `${sent.roomId}/${sent.id}` };
  }

  /** …/messages/edit-a-message: ten times at most, then it is refused. */
  async edit(ref: string, { text }: Outgoing): Promise<Sent> {
    const [roomId = '', id = ''] = ref.split('/');
    const path = `messages/${encodeURIComponent(id)}`;
    const answered = await this.#api.call(path, { method: 'PUT', json: { roomId, text } });
    return answered.kind === 'ok' ? { kind: 'sent', ref } : sentOf(answered);
  }

  async #hear(id: string, hearing: Hearing): Promise<HookAnswer> {
    const me = this.#me ?? (await this.#askMe());
    if (!('id' in me)) return NOT_NOW;
    const answered = await this.#api.call(`messages/${encodeURIComponent(id)}`);
    // Deleted meanwhile, or written where this bot is no more.
    const isGone = answered.kind === 'refused' && [403, 404].includes(answered.status);
    if (answered.kind !== 'ok') return isGone ? TAKEN : NOT_NOW;
    const message = heardOf(answered.json, me);
    if (message?.id === id) await this.#accept([message], hearing);
    return TAKEN;
  }

  async #look(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const me = await this.#askMe(signal);
    if (!('id' in me)) return me;
    const trouble = await keepWebhook(this.#api, this.#parts, signal);
    if (trouble !== undefined) return trouble;
    if (hearing.cursor === undefined) await hearing.accept([], String(this.#parts.clock.now()));
    const since = cursorOf(hearing) - OVERLAP_MS;
    const missed = await readMissed(this.#api, { since, me, signal });
    if ('kind' in missed) return missed;
    await this.#accept(missed, hearing);
    const upTo = Math.max(cursorOf(hearing), ...missed.map(({ at }) => at));
    if (upTo > cursorOf(hearing)) await hearing.accept([], String(upTo));
    return undefined;
  }

  /**
   * What is posted and read at the same time is heard once. Only what was read moves the cursor: before a post that
   * comes first after a while there may be others.
   */
  #accept(messages: readonly ArrivedMessage[], hearing: Hearing): Promise<void> {
    return this.#lane.run(async () => {
      const now = this.#parts.clock.now();
      const fresh = messages.filter(({ id, at }) => !this.#heard.has(id) && !isTooOld(at, now));
      if (fresh.length === 0) return;
      await hearing.accept(fresh.map((message) => ({ ...message, at: Math.min(message.at, now) })));
      for (const { id } of fresh) this.#heard.set(id, true);
    });
  }

  /** …/people/get-my-own-details */
  async #askMe(signal?: AbortSignal): Promise<Me | Failure | Trouble> {
    const answered = await this.#api.call('people/me', { ...(signal && { signal }) });
    if (answered.kind !== 'ok') return answered;
    const me = meSchema.safeParse(answered.json).data;
    if (me === undefined) return { why: 'Webex did not say whose token this is' };
    if (!me.emails.includes(this.account))
      return { why: `the token is of ${me.emails.join(', ')}`, cure: WRONG_BOT };
    this.#me = { id: me.id, name: me.displayName };
    return this.#me;
  }
}

function cursorOf({ cursor }: Hearing): number {
  const at = Number(cursor ?? Number.NaN);
  return Number.isFinite(at) ? at : 0;
}

function placeOf(chat: string): object {
  if (chat.startsWith(PERSON)) return { toPersonId: chat.slice(PERSON.length) };
  const [roomId, parentId] = chat.split('/');
  return { roomId, ...(parentId !== undefined && { parentId }) };
}

const WRONG_BOT = 'Give the username of the bot whose token this is as bot_username.';
