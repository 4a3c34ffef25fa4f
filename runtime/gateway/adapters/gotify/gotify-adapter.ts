/**
 * Gotify by the stream of one of its users: it needs no address that the world can reach. All that this user has
 * stands in one list, and whoever is logged in as this user reads it, and may send as any application: so whoever
 * is known there only reads.
 */
import { setInterval } from 'node:timers';
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import type { CallFailure } from '../../channels/call-outcome.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { connectLine, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { OWN_MARK, parseMessage, type Heard } from './parse.ts';
import { failedOf, isAboutToken, RestApi, troubleOf } from './rest-api.ts';

export interface GotifyParts {
  /** Of the application: it sends. */
  readonly token: Secret;
  /** It hears. */
  readonly clientToken: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** The server asks every 45 s (gotify.net/docs/config, pingperiodseconds); it answers whenever it is asked. */
const PING_EVERY_MS = 15_000;
const SILENT_MS = 40_000;

/** Before the first time that it hears. */
const FIRST_BACK_MS = 3_600_000;

/** gotify.net/api-docs, getMessages: 200 at most. */
const PAGE = 100;
const MOST_PAGES = 10;

const pageSchema = z.object({ messages: z.array(z.unknown()) });
const sentSchema = z.object({ id: z.int(), appid: z.int() });

const UNREADABLE: CallFailure = { kind: 'unclear', why: 'its answer has not the form it has' };

interface Missed {
  /** Oldest first. */
  readonly heard: readonly Heard[];
  /** The newest there; 0: none. */
  readonly newest: number;
  readonly aheadMs: number;
}

export class GotifyAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'websocket, and what was missed by REST',
    /** Gotify has no limit; this is what a phone still shows. */
    text: { most: 4_000, unit: 'utf-16' },
    chatRate: { burst: 10, refillMs: 500 },
    accountRate: { burst: 20, refillMs: 200 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: true,
  };
  readonly #parts: GotifyParts;
  readonly #api: RestApi;

  constructor(parts: GotifyParts) {
    const { endpoint, fetch, token, clientToken } = parts;
    this.#parts = parts;
    this.#api = new RestApi({ endpoint, fetch, secrets: [token, clientToken] });
    this.account = new URL(endpoint).hostname;
  }

  chatOf(user: string): string {
    return user;
  }

  /** Whether the application is good shows when it sends: nothing but a message asks for it. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const answer = await this.#page('limit=1', signal);
    return 'kind' in answer ? troubleOf(answer) : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { endpoint, clientToken } = this.#parts;
    const connected = await connectLine(`${endpoint.replace(/^http/, 'ws')}/stream`, {
      ...{ signal, headers: { 'x-gotify-key': clientToken.reveal() } },
    });
    if (connected.kind === 'failed') {
      const { status = 0, code } = connected;
      if (signal.aborted) return undefined;
      if (isAboutToken(status)) return troubleOf({ kind: 'refused', status, why: code });
      return {
        why: `Gotify's stream cannot be opened: ${code}`,
        cure: 'See whether endpoint is the address of a Gotify server, and let the proxy in front of it pass WebSockets through at /stream.',
      };
    }
    const trouble = await this.#follow(connected.line, hearing, signal);
    return signal.aborted ? undefined : trouble;
  }

  /** gotify.net/docs/pushmsg */
  async send({ chat, text }: Outgoing): Promise<Sent> {
    const json = { title: 'Boardtalk', message: text, extras: { [OWN_MARK]: { to: chat } } };
    const answer = await this.#api.call('message', this.#parts.token, { json });
    if (answer.kind !== 'ok') return failedOf(answer);
    const ref = sentSchema.safeParse(answer.body).data?.id;
    return ref === undefined ? failedOf(UNREADABLE) : { kind: 'sent', ref: String(ref) };
  }

  async #follow(
    line: WebSocketLine,
    hearing: Hearing,
    signal: AbortSignal,
  ): Promise<Trouble | undefined> {
    const { clock } = this.#parts;
    let heardMs = clock.monotonicMs();
    line.onPong(() => {
      heardMs = clock.monotonicMs();
      hearing.alive();
    });
    const pinging = setInterval(() => {
      if (clock.monotonicMs() - heardMs > SILENT_MS) line.cut();
      else line.ping();
    }, PING_EVERY_MS);
    try {
      // From here on the stream holds what comes, so nothing is between it and what is read now.
      const missed = await this.#catchUp(hearing, signal);
      if ('kind' in missed) return troubleOf(missed);
      hearing.alive();
      for await (const frame of line.frames()) {
        heardMs = clock.monotonicMs();
        const reading = { now: clock.now(), aheadMs: missed.aheadMs };
        const heard = parseMessage(parseBoundedJson(frame.toString()), reading);
        if (heard !== undefined) await accept([heard], hearing);
      }
    } finally {
      clearInterval(pinging);
      line.close();
    }
    return { why: `Gotify's stream broke off: ${line.ended?.why ?? 'silence'}` };
  }

  async #catchUp(hearing: Hearing, signal: AbortSignal): Promise<Missed | CallFailure> {
    const cursor = cursorOf(hearing);
    const missed = await this.#readMissed(cursor, signal);
    if ('kind' in missed) return missed;
    // Numbers that are lower than what was heard: the server was made anew.
    if (cursor === undefined || missed.newest < cursor) {
      const before = (missed.heard[0]?.id ?? missed.newest + 1) - 1;
      await hearing.accept([], String(before));
    }
    for (const heard of missed.heard) await accept([heard], hearing);
    return missed;
  }

  /** gotify.net/api-docs, getMessages: the newest first, and `since` brings what is older than that. */
  async #readMissed(
    cursor: number | undefined,
    signal: AbortSignal,
  ): Promise<Missed | CallFailure> {
    const heard: Heard[] = [];
    let [newest, aheadMs, since] = [0, 0, ''];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await this.#page(`limit=${String(PAGE)}${since}`, signal);
      if ('kind' in answer) return answer;
      if (page === 0) [newest, aheadMs] = [answer.messages[0]?.id ?? 0, answer.aheadMs];
      const isAnew = cursor === undefined || newest < cursor;
      const from = this.#parts.clock.now() + aheadMs - FIRST_BACK_MS;
      const news = answer.messages.filter(({ id, sentAt }) =>
        isAnew ? sentAt > from : id > cursor,
      );
      heard.push(...news);
      const last = answer.messages.at(-1);
      if (last === undefined || news.length < PAGE) break;
      since = `&since=${String(last.id)}`;
    }
    return { heard: heard.toReversed(), newest, aheadMs };
  }

  async #page(
    query: string,
    signal: AbortSignal,
  ): Promise<{ readonly messages: readonly Heard[]; readonly aheadMs: number } | CallFailure> {
    const { clientToken, clock } = this.#parts;
    const answer = await this.#api.call(`message?${query}`, clientToken, { signal });
    if (answer.kind !== 'ok') return answer;
    const page = pageSchema.safeParse(answer.body).data;
    if (page === undefined) return UNREADABLE;
    const now = clock.now();
    const aheadMs = (answer.serverNow ?? now) - now;
    const messages = page.messages.flatMap((one) => parseMessage(one, { now, aheadMs }) ?? []);
    return { messages, aheadMs };
  }
}

async function accept(heard: readonly Heard[], hearing: Hearing): Promise<void> {
  const messages = heard.flatMap(({ message }) => message ?? []);
  const upTo = Math.max(cursorOf(hearing) ?? 0, ...heard.map(({ id }) => id));
  await hearing.accept(messages, String(upTo));
}

/** The number of the last message; undefined: nothing was heard yet. */
function cursorOf({ cursor }: Hearing): number | undefined {
  const id = Number(cursor ?? Number.NaN);
  return Number.isSafeInteger(id) ? id : undefined;
}
