/**
 * Discord by its Gateway: it needs no address that the world can reach. How far it heard is kept together with
 * the messages; from there Discord tells on, also after a restart of some minutes.
 */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { isLoopback } from '../../../core/loopback.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import { z } from '../../../core/schema.ts';
import type { CallAnswer } from '../../channels/call-outcome.ts';
import {
  FILE_TYPES,
  type ChannelAdapter,
  type Fetched,
  type Hearing,
  type Outgoing,
  type Sent,
  type Traits,
  type Trouble,
} from '../../channels/channel-adapter.ts';
import { addressWithin, fetchBytes, FOREIGN_ADDRESS } from '../../channels/fetch-bytes.ts';
import { boundedRetry } from '../../channels/http-call.ts';
import { Gateway, type GatewayEvent } from './gateway.ts';
import { HttpApi, sentOf, troubleOf } from './http-api.ts';
import { directChat, parseDispatch } from './parse.ts';
import { MOST_TEXT, renderMessage, renderText } from './render.ts';
import { parseSession, type Session } from './session.ts';

export interface DiscordParts {
  readonly token: Secret;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** …/events/gateway#get-gateway-bot */
const gatewaySchema = z.object({
  url: z.url(),
  session_start_limit: z.object({ remaining: z.int(), reset_after: z.number() }),
});
const readySchema = z.object({ session_id: z.string(), resume_gateway_url: z.url() });
const channelSchema = z.object({ id: z.string() });

/** …/events/gateway#identifying: who begins too often in a day gets another token, and the site none. */
const LEAST_STARTS = 20;

/** …/reference#image-formatting and …/reference#signed-attachment-cdn-urls: where what people attach is kept. */
const FILE_ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** Chats of two whose channel is remembered. */
const MOST_CHATS = 1_000;

export class DiscordAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'gateway',
    /** …/resources/message#create-message: 2,000 characters; no text has more of them than UTF-16 units. */
    text: { most: MOST_TEXT, unit: 'utf-16' },
    /** …/topics/rate-limits: told with each answer, and not fixed; this stays below what is seen. */
    chatRate: { burst: 4, refillMs: 1_200 },
    /** …/topics/rate-limits#global-rate-limit: 50 a second. */
    accountRate: { burst: 25, refillMs: 40 },
    mostButtons: 10,
    files: FILE_TYPES,
    isIdempotent: true,
    /** …/resources/message#create-message, enforce_nonce: "in the past few minutes". */
    keyKnownForMs: 120_000,
    isForgeable: false,
  };
  readonly #parts: DiscordParts;
  readonly #api: HttpApi;
  readonly #channels = new RecentMap<string>(MOST_CHATS);
  #session: Session | undefined;
  #aheadMs = 0;

  constructor(parts: DiscordParts) {
    this.#parts = parts;
    this.#api = new HttpApi(parts);
    // The part before the first point is the id of the bot, in Base64. The rest is secret.
    const [id = ''] = parts.token.reveal().split('.');
    this.account = /^\d+$/.exec(Buffer.from(id, 'base64').toString())?.[0] ?? 'unknown';
  }

  chatOf(user: string): string {
    return directChat(user);
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const found = await this.#find(signal);
    return 'why' in found ? found : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const found = await this.#find(signal);
    if ('why' in found) return signal.aborted ? undefined : found;
    this.#session ??= parseSession(hearing.cursor);
    const gateway = new Gateway({
      ...this.#parts,
      onAlive: () => {
        hearing.alive();
      },
      onEvent: (event) => this.#take(event, hearing),
    });
    for (;;) {
      const resumable = this.#session;
      const url =
        resumable !== undefined && this.#isDiscords(resumable.url) ? resumable.url : found.url;
      const end = await gateway.follow(url, resumable, signal);
      if (signal.aborted) return undefined;
      if (end.kind === 'broken') return end.trouble;
      if (end.kind === 'again') continue;
      // Begins anew by way of the core, which waits a little: Discord counts beginnings.
      this.#session = undefined;
      await hearing.accept([], FORGOTTEN);
      if (resumable === undefined) return { why: 'Discord opens no session' };
    }
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    const channel = await this.#channelOf(message.chat);
    if (typeof channel !== 'string') return sentOf(channel);
    const body = renderMessage(message, key);
    const sent = sentOf(await this.#api.call(`${pathOf(channel)}/messages`, { body }));
    const isNamed = sent.kind !== 'sent' || sent.ref !== undefined;
    return isNamed ? sent : { kind: 'unknown', why: 'Discord named no message' };
  }

  async edit(ref: string, message: Outgoing): Promise<Sent> {
    const [channel = '', id = ''] = ref.split('/');
    const path = `${pathOf(channel)}/messages/${encodeURIComponent(id)}`;
    return sentOf(await this.#api.call(path, { method: 'PATCH', json: renderText(message) }));
  }

  async typing(chat: string): Promise<void> {
    const channel = await this.#channelOf(chat);
    if (typeof channel === 'string')
      await this.#api.call(`${pathOf(channel)}/typing`, { method: 'POST' });
  }

  /** The address itself says who may: no token goes along. */
  async fetchFile(ref: string, signal: AbortSignal): Promise<Fetched> {
    const { endpoint, fetch } = this.#parts;
    const url = addressWithin(ref, [...FILE_ORIGINS, new URL(endpoint).origin]);
    return url === undefined
      ? FOREIGN_ADDRESS
      : fetchBytes({ url, signal, title: 'Discord', fetch });
  }

  /** Where the Gateway is, and how far its clock is ahead. */
  async #find(signal: AbortSignal): Promise<Trouble | { readonly url: string }> {
    const answer = await this.#api.call('gateway/bot', { signal });
    if (answer.kind !== 'ok') return troubleOf(answer);
    const found = gatewaySchema.safeParse(answer.body).data;
    if (found === undefined || !this.#isDiscords(found.url))
      return { why: 'Discord named no gateway of its own' };
    const { remaining, reset_after: resetMs } = found.session_start_limit;
    if (remaining < LEAST_STARTS)
      return {
        why: 'Discord was connected to too often today',
        cure: 'Stop the other program that uses this bot: each site needs a bot of its own.',
        retryAfterMs: boundedRetry(resetMs),
      };
    const now = this.#parts.clock.now();
    this.#aheadMs = (answer.serverNow ?? now) - now;
    return { url: found.url };
  }

  /** What is heard there is believed, and the token is said: so it is Discord's, or the server that the site named itself. */
  #isDiscords(address: string): boolean {
    const { protocol, hostname } = new URL(address);
    const own = new URL(this.#parts.endpoint);
    if (protocol === 'wss:')
      return /^([\w-]+\.)?discord\.gg$/.test(hostname) || hostname === own.hostname;
    return protocol === 'ws:' && isLoopback(hostname) && hostname === own.hostname;
  }

  /** The session moves on when the message is on disk, and not before. */
  async #take({ name, data, seq }: GatewayEvent, hearing: Hearing): Promise<void> {
    if (name === 'READY') this.#begin(data);
    const session = this.#session && { ...this.#session, seq };
    const now = this.#parts.clock.now();
    const reading = { me: this.account, now, aheadMs: this.#aheadMs };
    const heard = parseDispatch(name, data, reading);
    if (heard !== undefined || name === 'READY')
      await hearing.accept(heard === undefined ? [] : [heard.message], JSON.stringify(session));
    this.#session = session;
    if (heard === undefined) return;
    const { message, channel, press } = heard;
    if (message.group === undefined) this.#channels.set(message.chat, channel);
    if (press !== undefined) void this.#taken(press);
  }

  #begin(data: unknown): void {
    const ready = readySchema.safeParse(data).data;
    const url = ready?.resume_gateway_url;
    const isResumable = url !== undefined && this.#isDiscords(url);
    this.#session = ready && isResumable ? { id: ready.session_id, url, seq: 0 } : undefined;
  }

  /** Ends the waiting that the person sees on the button; nothing depends on it. */
  async #taken({ id, token }: { readonly id: string; readonly token: string }): Promise<void> {
    // …/interactions/receiving-and-responding#interaction-response-object: DEFERRED_UPDATE_MESSAGE.
    const path = `interactions/${id}/${encodeURIComponent(token)}/callback`;
    await this.#api.call(path, { json: { type: 6 } });
  }

  /** …/resources/user#create-dm: opened as often as one likes, it is the same. */
  async #channelOf(chat: string): Promise<string | CallAnswer> {
    if (!chat.startsWith('@')) return chat;
    const known = this.#channels.get(chat);
    if (known !== undefined) return known;
    const json = { recipient_id: chat.slice(1) };
    const answer = await this.#api.call('users/@me/channels', { json });
    const channel =
      answer.kind === 'ok' ? channelSchema.safeParse(answer.body).data?.id : undefined;
    if (channel === undefined)
      return answer.kind === 'ok' ? { kind: 'unclear', why: 'no channel was named' } : answer;
    this.#channels.set(chat, channel);
    return channel;
  }
}

function pathOf(channel: string): string {
  return `channels/${encodeURIComponent(channel)}`;
}

/** No session: kept, so that a later start does not try the old one. */
const FORGOTTEN = '{}';
