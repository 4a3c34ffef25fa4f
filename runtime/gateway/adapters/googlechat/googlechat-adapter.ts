/**
 * Google Chat, which posts to this site, with a token that it signs for the project of the app. What is said is
 * sent by itself, as the app: nothing is in the answer to a post.
 */
import { createHash } from 'node:crypto';
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import { askAgain } from '../../channels/ask-again.ts';
import { BearerCheck } from '../../channels/bearer-check.ts';
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
  isTooOld,
  UNREADABLE,
  WRONG_METHOD,
  WRONG_TYPE,
} from '../../channels/hook-checks.ts';
import type { HookAnswer, HookRequest } from '../../channels/hook-request.ts';
import { HttpCaller } from '../../channels/http-call.ts';
import { ChatApi, sentOf, type Answered } from './chat-api.ts';
import { parseEvent } from './parse.ts';
import { renderMessage, spaceOf } from './render.ts';

/** Where everything is; without the slash at the end. */
export interface GoogleChatPlaces {
  readonly chat: string;
  readonly login: string;
  /** The keys with which Google Chat signs. */
  readonly keys: string;
}

export interface GoogleChatParts {
  readonly projectNumber: string;
  /** The JSON file of a service account. */
  readonly key: Secret;
  readonly places: GoogleChatPlaces;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Default: 5 min. */
  readonly checkEveryMs?: number;
}

/** developers.google.com/workspace/chat/verify-requests-from-chat, audience “Project number” */
const ISSUER = 'chat@system.gserviceaccount.com';

const CHECK_EVERY_MS = 300_000;

/** Nothing is shown for it (…/workspace/chat/receive-respond-interactions). */
const SAY_NOTHING: HookAnswer = { status: 200, type: 'application/json', body: '{}' };

/** The name of a message, as it becomes a part of an address. */
const NAME = /^spaces\/[\w-]+\/messages\/(?!\.+$)[\w.-]+$/;

const sentSchema = z.object({ name: z.string().regex(NAME) });

/** @param endpoint stands for all of Google; undefined: they themselves */
export function placesAt(endpoint: string | undefined): GoogleChatPlaces {
  const keys = `/service_accounts/v1/jwk/${ISSUER}`;
  if (endpoint !== undefined) return { chat: endpoint, login: endpoint, keys: endpoint + keys };
  return {
    chat: 'https://chat.googleapis.com',
    login: 'https://oauth2.googleapis.com',
    keys: `https://www.googleapis.com${keys}`,
  };
}

export class GoogleChatAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'webhook',
    /** 32,000 bytes with all around it (…/spaces.messages/create); of the text, 4,096 characters were taken. */
    text: { most: 4_096, unit: 'utf-16' },
    /** …/workspace/chat/limits: 60 writes a minute in a space; 3,000 in all. */
    chatRate: { burst: 5, refillMs: 1_000 },
    accountRate: { burst: 20, refillMs: 50 },
    mostButtons: 6,
    files: [],
    isIdempotent: true,
    isForgeable: false,
  };
  readonly #parts: GoogleChatParts;
  readonly #bearer: BearerCheck;
  readonly #api: ChatApi;

  constructor(parts: GoogleChatParts) {
    const { projectNumber, key, places, clock, fetch } = parts;
    const http = new HttpCaller(fetch, [key]);
    this.#parts = parts;
    this.account = projectNumber;
    this.#api = new ChatApi({ http, key, places, clock });
    this.#bearer = new BearerCheck({
      ...{ http, clock, issuer: ISSUER, audience: projectNumber },
      keysAt: { keys: places.keys },
    });
  }

  /** The space of two is known when they have written. */
  chatOf(): undefined {
    return undefined;
  }

  /** Google Chat has no way to ask whether it reaches this site; whether it knows this app is asked. */
  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { clock, checkEveryMs: everyMs = CHECK_EVERY_MS } = this.#parts;
    return askAgain({ clock, everyMs, ask: (ending) => this.probe(ending) }, hearing, signal);
  }

  /** …/rest/v1/spaces/list, as the app: whether there is one, and whether the API is enabled. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const trouble = await this.#api.login(signal);
    if (trouble !== undefined) return trouble;
    const answered = await this.#api.call('spaces?pageSize=1', { signal });
    return answered.kind === 'ok' ? undefined : answered;
  }

  async receive(request: HookRequest, hearing: Hearing): Promise<HookAnswer> {
    if (request.method !== 'POST') return WRONG_METHOD;
    const bearer = await this.#bearer.check(request.headers['authorization']);
    if (bearer.kind === 'undecided') return { status: 503 };
    if (bearer.kind === 'forged') return FORGED;
    if (!isOfType(request, 'application/json')) return WRONG_TYPE;
    const message = parseEvent(parseBoundedJson(request.body.toString('utf8')));
    if (message === undefined) return UNREADABLE;
    hearing.alive();
    const now = this.#parts.clock.now();
    const isFresh = message !== null && !isTooOld(message.at, now);
    if (isFresh) await hearing.accept([{ ...message, at: Math.min(message.at, now) }]);
    return SAY_NOTHING;
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    const query = new URLSearchParams({ requestId: requestIdOf(key) });
    // In a thread of a space; where that is gone, a new one.
    if (message.chat.includes('/'))
      query.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    const path = `spaces/${encodeURIComponent(spaceOf(message.chat))}/messages?${query.toString()}`;
    const json = renderMessage(message, { isEdit: false });
    return sentAs(await this.#api.call(path, { json }));
  }

  /** …/rest/v1/spaces.messages/patch */
  async edit(ref: string, message: Outgoing): Promise<Sent> {
    if (!NAME.test(ref)) return { kind: 'refused', why: 'it is no message of Google Chat' };
    const json = renderMessage(message, { isEdit: true });
    const path = `${ref}?updateMask=text,cardsV2`;
    return sentAs(await this.#api.call(path, { method: 'PATCH', json }));
  }
}

function sentAs(answered: Answered): Sent {
  if (answered.kind !== 'ok') return sentOf(answered);
  const ref = sentSchema.safeParse(answered.json).data?.name;
  return ref === undefined
    ? { kind: 'unknown', why: 'Google Chat named no message' }
    : { kind: 'sent', ref };
}

/** "Specifying an existing request ID returns the message created with that ID" (…/spaces.messages/create). */
function requestIdOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
