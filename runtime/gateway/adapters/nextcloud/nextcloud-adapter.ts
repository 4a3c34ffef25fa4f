/**
 * A bot of Nextcloud Talk, which the server posts to, once and never again: what is written while the board is
 * away is lost. Both sides sign with the same secret.
 */
import { createHash } from 'node:crypto';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
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
  TAKEN,
  UNREADABLE,
  WRONG_METHOD,
  WRONG_TYPE,
} from '../../channels/hook-checks.ts';
import type { HookAnswer, HookRequest } from '../../channels/hook-request.ts';
import { BotApi, sentOf, type BotApiParts } from './bot-api.ts';
import { isAfter, parseActivity } from './parse.ts';

export interface NextcloudParts extends BotApiParts {
  /** What the server calls itself. */
  readonly backend: string;
  /** How the bot is called in groups. */
  readonly botName: string;
  /** Of one person and the bot. */
  readonly privateConversations: ReadonlySet<string>;
  /** Default: 5 min. */
  readonly checkEveryMs?: number;
}

const CHECK_EVERY_MS = 300_000;

/** Posts of the same moment may change places on their way. */
const TOGETHER_MS = 60_000;

/** 64 signs of the server; shorter ones would be easier to guess than the secret. */
const RANDOM = /^[\w+/=\\-]{32,128}$/;

const capabilitiesSchema = z.object({
  capabilities: z.object({ spreed: z.object({ features: z.array(z.string()) }) }),
});

export class NextcloudAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'webhook',
    /** nextcloud-talk.readthedocs.io/en/latest/bots: 32,000 characters, as PHP counts them. */
    text: { most: 32_000, unit: 'code points' },
    /** Nextcloud names none. */
    chatRate: { burst: 5, refillMs: 1_000 },
    accountRate: { burst: 20, refillMs: 100 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: NextcloudParts;
  readonly #api: BotApi;
  /** When the newest message came, by the monotonic clock. */
  #newestMs = -Infinity;

  constructor(parts: NextcloudParts) {
    this.#parts = parts;
    this.#api = new BotApi(parts);
    this.account = serverOf(parts.endpoint);
  }

  /** The conversation is known when they have written. */
  chatOf(): undefined {
    return undefined;
  }

  /** Nextcloud has no way to ask whether it reaches this site; whether it has bots is asked. */
  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { clock, checkEveryMs: everyMs = CHECK_EVERY_MS } = this.#parts;
    return askAgain({ clock, everyMs, ask: (until) => this.probe(until) }, hearing, signal);
  }

  /** nextcloud-talk.readthedocs.io/en/latest/capabilities: told to everybody. Whether the secret is right, only a message shows. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const answered = await this.#api.call('cloud/capabilities', { signal });
    if (answered.kind !== 'ok') return answered;
    const features = capabilitiesSchema.safeParse(answered.data).data?.capabilities.spreed.features;
    return features?.includes('bots-v1') === true ? undefined : NO_BOTS;
  }

  async receive(request: HookRequest, hearing: Hearing): Promise<HookAnswer> {
    if (request.method !== 'POST') return WRONG_METHOD;
    const { body, headers } = request;
    const random = headers['x-nextcloud-talk-random'] ?? '';
    const signature = headers['x-nextcloud-talk-signature']?.toLowerCase();
    const signing = { algorithm: 'sha256', encoding: 'hex', secret: this.#parts.secret } as const;
    const signed = Buffer.concat([Buffer.from(random), body]);
    if (!RANDOM.test(random) || !isSigned(signed, signature, signing)) return FORGED;
    if (!this.#isBackend(headers['x-nextcloud-talk-backend'])) return FORGED;
    if (!isOfType(request, 'application/json')) return WRONG_TYPE;
    const { botName: bot, privateConversations: ofTwo, clock } = this.#parts;
    const json = parseBoundedJson(body.toString('utf8'));
    const message = parseActivity(json, { bot, ofTwo });
    if (message === undefined) return UNREADABLE;
    hearing.alive();
    if (message === null || this.#isKept(message.id, hearing)) return TAKEN;
    const upTo = newest(message.id, hearing.cursor);
    if (upTo === message.id) this.#newestMs = clock.monotonicMs();
    await hearing.accept([{ ...message, at: clock.now() }], upTo);
    return TAKEN;
  }

  async send({ chat, text }: Outgoing, key: string): Promise<Sent> {
    const referenceId = createHash('sha256').update(key).digest('hex');
    return sentOf(await this.#api.say(chat, withoutMentions(text), referenceId));
  }

  /**
   * Said again by whoever kept a post: nothing in it says when it was written, but the ids count upwards. What
   * comes twice at once is known by its id.
   */
  #isKept(id: string, { cursor }: Hearing): boolean {
    if (cursor === undefined || isAfter(id, cursor)) return false;
    return this.#parts.clock.monotonicMs() - this.#newestMs > TOGETHER_MS;
  }

  /** The server that this secret is for; it is not in what is signed, so it is no proof by itself. */
  #isBackend(given = ''): boolean {
    const { backend } = this.#parts;
    if (!URL.canParse(given) || !URL.canParse(backend)) return false;
    const [one, other] = [new URL(given), new URL(backend)];
    return one.origin === other.origin && bare(one.pathname) === bare(other.pathname);
  }
}

/** A server may have several, each below a path of its own, and each with users of its own. */
function serverOf(endpoint: string): string {
  if (!URL.canParse(endpoint)) return 'unknown';
  const { hostname, pathname } = new URL(endpoint);
  return hostname + bare(pathname);
}

function bare(path: string): string {
  return path.replace(/\/$/, '');
}

function newest(id: string, cursor: string | undefined): string {
  return cursor === undefined || isAfter(id, cursor) ? id : cursor;
}

/** Nobody is rung for a whole conversation, whoever wrote it first: a space without width parts the sign from the name. */
function withoutMentions(text: string): string {
  return text.replaceAll(/@(?="?(?:all|here)\b)/gi, '@\u200b');
}

const NO_BOTS: Trouble = {
  why: 'this server has no bots of Talk',
  cure: 'Install or update the app Talk (17.1 or newer, Nextcloud 27.1), and see that endpoint is the address of the server.',
};
