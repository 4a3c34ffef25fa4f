/**
 * Mattermost by its WebSocket: it needs no address that the world can reach. How far it heard is kept together
 * with the messages; what was written in a gap is read afterwards.
 */
import { setInterval } from 'node:timers';
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { Clock } from '../../../core/clock.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import { z } from '../../../core/schema.ts';
import type { CallFailure } from '../../channels/call-outcome.ts';
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
import { connectLine, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { withoutFile } from '../../channels/without-file.ts';
import { readMissed } from './missed.ts';
import { directChat, frameSchema, parsePosted, type Heard, type Me } from './parse.ts';
import { literal, MOST_TEXT, pendingId, placeOf } from './render.ts';
import { failedOf, RestApi, troubleOf, unsaid } from './rest-api.ts';
import { uploadFile } from './upload-file.ts';

export interface MattermostParts {
  readonly token: Secret;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** Its own clients ask every thirty seconds; who has heard nothing for so long is deaf. */
const PING_EVERY_MS = 15_000;
const SILENT_MS = 40_000;

/** What was heard is read once more for so long back: servers of a cluster do not post in one order. */
const OVERLAP_MS = 10_000;

/** Before the first time that it hears: who wrote to the bot while it was set up is answered. */
const FIRST_BACK_MS = 3_600_000;

/** Chats of two whose channel is remembered. */
const MOST_CHATS = 1_000;

const meSchema = z.object({ id: z.string(), username: z.string().regex(/^[\w.-]+$/) });
const withIdSchema = z.object({ id: z.string() });

interface Met extends Me {
  readonly aheadMs: number;
}

interface Following {
  readonly line: WebSocketLine;
  readonly hearing: Hearing;
  readonly met: Met;
  readonly signal: AbortSignal;
}

export class MattermostAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'websocket, and what was missed by REST',
    text: { most: MOST_TEXT, unit: 'utf-16' },
    chatRate: { burst: 5, refillMs: 500 },
    /** docs.mattermost.com, "Rate limiting": where it is switched on, ten a second, and bursts of a hundred. */
    accountRate: { burst: 20, refillMs: 100 },
    /** A press is posted to an address, and this site needs none. */
    mostButtons: 0,
    files: FILE_TYPES,
    isIdempotent: true,
    /** server/channels/app/post.go, PendingPostIDsCacheTTL: 30 s; a call takes ten of them at most. */
    keyKnownForMs: 20_000,
    isForgeable: false,
  };
  readonly #parts: MattermostParts;
  readonly #api: RestApi;
  readonly #channels = new RecentMap<string>(MOST_CHATS);
  #me: string | undefined;
  #line: WebSocketLine | undefined;
  /** Of what is said on the socket. */
  #said = 0;

  constructor(parts: MattermostParts) {
    this.#parts = parts;
    this.#api = new RestApi(parts);
    this.account = new URL(parts.endpoint).hostname;
  }

  chatOf(user: string): string {
    return directChat(user);
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const met = await this.#meet(signal);
    return 'kind' in met ? troubleOf(met) : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const met = await this.#meet(signal);
    if ('kind' in met) return signal.aborted ? undefined : troubleOf(met);
    const url = `${this.#parts.endpoint.replace(/^http/, 'ws')}/api/v4/websocket`;
    const connected = await connectLine(url, { signal });
    if (connected.kind === 'failed')
      return {
        why: `Mattermost's socket cannot be opened: ${connected.code}`,
        cure: 'Let the proxy in front of Mattermost pass WebSockets through at /api/v4/websocket.',
      };
    const trouble = await this.#follow({ line: connected.line, hearing, met, signal });
    return signal.aborted ? undefined : trouble;
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    const me = await this.#myId();
    if (typeof me !== 'string') return unsaid(me);
    const channel = await this.#channelOf(message.chat, me);
    if (typeof channel !== 'string') return unsaid(channel);
    const uploaded = await uploadFile(this.#api, channel, message.file);
    if (uploaded.kind === 'later') return uploaded;
    const { text } = uploaded.kind === 'refused' ? withoutFile(message) : message;
    const answer = await this.#api.call('posts', {
      json: {
        ...placeOf(channel, message.chat),
        message: literal(text),
        pending_post_id: pendingId(me, key),
        ...(uploaded.kind === 'uploaded' && { file_ids: [uploaded.id] }),
      },
    });
    if (answer.kind !== 'ok') return failedOf(answer);
    const ref = withIdSchema.safeParse(answer.body).data?.id;
    return ref === undefined
      ? { kind: 'unknown', why: 'what answered is not Mattermost' }
      : { kind: 'sent', ref };
  }

  async edit(ref: string, { text }: Outgoing): Promise<Sent> {
    const json = { message: literal(text) };
    const answer = await this.#api.call(`posts/${encodeURIComponent(ref)}/patch`, {
      method: 'PUT',
      json,
    });
    return answer.kind === 'ok' ? { kind: 'sent', ref } : failedOf(answer);
  }

  async typing(chat: string): Promise<void> {
    const channel = this.#me === undefined ? undefined : await this.#channelOf(chat, this.#me);
    const line = this.#line;
    if (typeof channel !== 'string' || line === undefined) return;
    const [, root = ''] = chat.split('/');
    this.#say(line, 'user_typing', { channel_id: channel, parent_id: root });
  }

  fetchFile(ref: string, signal: AbortSignal): Promise<Fetched> {
    return this.#api.fetchFile(ref, signal);
  }

  async #meet(signal?: AbortSignal): Promise<CallFailure | Met> {
    const answer = await this.#api.call('users/me', { ...(signal !== undefined && { signal }) });
    if (answer.kind !== 'ok') return answer;
    const me = meSchema.safeParse(answer.body).data;
    if (me === undefined) return { kind: 'unclear', why: 'it did not say who this bot is' };
    this.#me = me.id;
    const now = this.#parts.clock.now();
    return { ...me, aheadMs: (answer.serverNow ?? now) - now };
  }

  async #myId(): Promise<string | CallFailure> {
    if (this.#me !== undefined) return this.#me;
    const met = await this.#meet();
    return 'kind' in met ? met : met.id;
  }

  async #follow(following: Following): Promise<Trouble | undefined> {
    const { line, hearing } = following;
    const { clock } = this.#parts;
    let heardMs = clock.monotonicMs();
    let next = 0;
    this.#said = 0;
    this.#say(line, 'authentication_challenge', { token: this.#parts.token.reveal() });
    const pinging = setInterval(() => {
      if (clock.monotonicMs() - heardMs > SILENT_MS) line.cut();
      else this.#say(line, 'ping');
    }, PING_EVERY_MS);
    try {
      for await (const text of line.frames()) {
        heardMs = clock.monotonicMs();
        const frame = frameSchema.safeParse(parseBoundedJson(text.toString())).data;
        if (frame === undefined) return { why: 'what Mattermost says on its socket is unreadable' };
        // Before the first event it may only have said that it does not know who asks.
        if (next > 0) hearing.alive();
        if (frame.event === undefined) continue;
        // Each event has its number: whoever misses one connects anew, and reads what was missed.
        if (frame.seq !== next) return { why: 'Mattermost left out something on its socket' };
        next += 1;
        const trouble = await this.#take(frame.event, frame.data, following);
        if (trouble !== undefined) return trouble;
      }
    } finally {
      clearInterval(pinging);
      this.#line = undefined;
      line.close();
    }
    return { why: `Mattermost's socket broke off: ${line.ended?.why ?? 'silence'}` };
  }

  async #take(
    event: string,
    data: unknown,
    { line, hearing, met, signal }: Following,
  ): Promise<Trouble | undefined> {
    const now = this.#parts.clock.now();
    const reading = { me: met, now, aheadMs: met.aheadMs };
    if (event === 'hello') {
      this.#line = line;
      const serverNow = Math.floor(now + met.aheadMs);
      const cursor = cursorOf(hearing);
      const since = cursor === undefined ? serverNow - FIRST_BACK_MS : cursor - OVERLAP_MS;
      const missed = await readMissed(this.#api, { since, reading, signal });
      if ('kind' in missed) return troubleOf(missed);
      if (missed.length > 0) await this.#accept(missed, hearing);
      else if (cursor === undefined) await hearing.accept([], String(serverNow));
    } else if (event === 'posted') {
      const heard = parsePosted(data, reading);
      if (heard !== undefined) await this.#accept([heard], hearing);
    }
    return undefined;
  }

  async #accept(heard: readonly Heard[], hearing: Hearing): Promise<void> {
    const upTo = Math.max(cursorOf(hearing) ?? 0, ...heard.map(({ createdAt }) => createdAt));
    await hearing.accept(
      heard.map(({ message }) => message),
      String(upTo),
    );
  }

  #say(line: WebSocketLine, action: string, data: object = {}): void {
    this.#said += 1;
    line.send(JSON.stringify({ seq: this.#said, action, data }));
  }

  /** …/api-documentation, "CreateDirectChannel": opened as often as one likes, it is the same. */
  async #channelOf(chat: string, me: string): Promise<string | CallFailure> {
    if (!chat.startsWith('@')) return chat.split('/')[0] ?? chat;
    const known = this.#channels.get(chat);
    if (known !== undefined) return known;
    const answer = await this.#api.call('channels/direct', { json: [me, chat.slice(1)] });
    if (answer.kind !== 'ok') return answer;
    const channel = withIdSchema.safeParse(answer.body).data?.id;
    if (channel === undefined) return { kind: 'unclear', why: 'no channel was named' };
    this.#channels.set(chat, channel);
    return channel;
  }
}

/** Epoch ms, by the clock of the server; undefined: nothing was heard yet. */
function cursorOf({ cursor }: Hearing): number | undefined {
  const at = Number(cursor ?? Number.NaN);
  return Number.isFinite(at) ? at : undefined;
}
