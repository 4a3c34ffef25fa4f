/**
 * Microsoft Teams by the Bot Framework, which posts to this site. Every post names the server where it is
 * answered: only the documented one is taken, so that nobody gets this bot's token by naming another.
 */
import type { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { Clock } from '../../../core/clock.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import { AccessToken } from '../../channels/access-token.ts';
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
  TAKEN,
  UNREADABLE,
  WRONG_METHOD,
  WRONG_TYPE,
} from '../../channels/hook-checks.ts';
import type { HookAnswer, HookRequest } from '../../channels/hook-request.ts';
import { HttpCaller } from '../../channels/http-call.ts';
import { Connector, CURE_OF_SECRET, sentOf, type Answered } from './connector.ts';
import {
  chatOfConversation,
  conversationOfChat,
  messageOf,
  parseActivity,
  type Activity,
} from './parse.ts';
import { renderMessage } from './render.ts';

/** Where everything is; without the slash at the end. */
export interface TeamsPlaces {
  readonly openId: string;
  readonly login: string;
  /** What a `serviceUrl` has to begin with. */
  readonly services: string;
  /** Where a conversation is begun that was not met since the start. */
  readonly service: string;
}

export interface TeamsParts {
  readonly appId: string;
  readonly tenantId: string;
  readonly secret: Secret;
  readonly places: TeamsPlaces;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Default: 5 min. */
  readonly checkEveryMs?: number;
}

/** Where a chat is answered. */
interface Place {
  readonly service: string;
  readonly conversation: string;
}

/** learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
const ISSUER = 'https://api.botframework.com';
const SCOPE = 'https://api.botframework.com/.default';

const CHECK_EVERY_MS = 300_000;

/** Met since the start. */
const MOST_PLACES = 500;

/** @param endpoint stands for all of Microsoft; undefined: they themselves */
export function placesAt(endpoint: string | undefined): TeamsPlaces {
  if (endpoint !== undefined) {
    const openId = `${endpoint}/v1/.well-known/openidconfiguration`;
    return { openId, login: endpoint, services: `${endpoint}/`, service: endpoint };
  }
  return {
    openId: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    login: 'https://login.microsoftonline.com',
    // learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
    services: 'https://smba.trafficmanager.net/',
    service: 'https://smba.trafficmanager.net/teams',
  };
}

export class TeamsAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'webhook',
    /** learn.microsoft.com/microsoftteams/limits-specifications-teams: 28 KB in UTF-16 with all around it. */
    text: { most: 12_000, unit: 'utf-16' },
    /** …/platform/bots/how-to/rate-limit: 7 in a second, 1,800 in an hour in a conversation; 50 a second in a tenant. */
    chatRate: { burst: 7, refillMs: 2_000 },
    accountRate: { burst: 40, refillMs: 25 },
    /** …/task-modules-and-cards/cards/cards-reference: six in an Adaptive Card. */
    mostButtons: 6,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: TeamsParts;
  readonly #access: AccessToken;
  readonly #bearer: BearerCheck;
  readonly #connector: Connector;
  readonly #places = new RecentMap<Place>(MOST_PLACES);

  constructor(parts: TeamsParts) {
    const { appId, tenantId, secret, places, clock, fetch } = parts;
    const http = new HttpCaller(fetch, [secret]);
    this.#parts = parts;
    this.account = appId;
    this.#access = new AccessToken({
      ...{ http, clock, title: 'Microsoft Entra', cure: CURE_OF_SECRET },
      url: `${places.login}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
      form: () =>
        new URLSearchParams({
          ...{ grant_type: 'client_credentials', client_id: appId, scope: SCOPE },
          client_secret: secret.reveal(),
        }),
    });
    const keysAt = { openId: places.openId };
    this.#bearer = new BearerCheck({ http, clock, issuer: ISSUER, audience: appId, keysAt });
    this.#connector = new Connector({ http, clock, access: this.#access });
  }

  /** The chat of two is found by the person. */
  chatOf(user: string): string {
    return user;
  }

  /** Teams has no way to ask whether it reaches this site; whether it knows this bot is asked. */
  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { clock, checkEveryMs: everyMs = CHECK_EVERY_MS } = this.#parts;
    return askAgain({ clock, everyMs, ask: (ending) => this.probe(ending) }, hearing, signal);
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const access = await this.#access.renew(signal);
    return access.kind === 'granted' ? undefined : access;
  }

  async receive(request: HookRequest, hearing: Hearing): Promise<HookAnswer> {
    if (request.method !== 'POST') return WRONG_METHOD;
    const bearer = await this.#bearer.check(request.headers['authorization']);
    if (bearer.kind === 'undecided') return { status: 503 };
    if (bearer.kind === 'forged') return FORGED;
    if (!isOfType(request, 'application/json')) return WRONG_TYPE;
    const activity = parseActivity(parseBoundedJson(request.body.toString('utf8')));
    if (activity === undefined) return UNREADABLE;
    const { serviceurl } = bearer.claims;
    const isOwn = serviceurl === activity.serviceUrl && this.#isService(activity.serviceUrl);
    // The key has to be one for this channel (…/bot-framework-rest-connector-authentication, step 4).
    if (!isOwn || !bearer.endorsements.includes(activity.channelId)) return FORGED;
    hearing.alive();
    await this.#hear(activity, hearing);
    return TAKEN;
  }

  async send(message: Outgoing): Promise<Sent> {
    const place = await this.#placeOf(message.chat);
    if ('kind' in place) return sentOf(place);
    const [method, json] = ['POST', renderMessage(message)] as const;
    const answered = await this.#connector.call({ method, url: urlOf(place), json });
    return isPage(answered) ? { kind: 'unknown', why: 'Teams named no message' } : sentOf(answered);
  }

  async edit(ref: string, message: Outgoing): Promise<Sent> {
    const place = await this.#placeOf(message.chat);
    if ('kind' in place) return sentOf(place);
    const [method, json] = ['PUT', renderMessage(message)] as const;
    const answered = await this.#connector.call({ method, url: urlOf(place, ref), json });
    return answered.kind === 'ok' ? { kind: 'sent', ref } : sentOf(answered);
  }

  async typing(chat: string): Promise<void> {
    const place = this.#places.get(chat);
    if (place === undefined) return;
    await this.#connector.call({ method: 'POST', url: urlOf(place), json: { type: 'typing' } });
  }

  async #hear(activity: Activity, hearing: Hearing): Promise<void> {
    const message = messageOf(activity, this.#parts.tenantId);
    const now = this.#parts.clock.now();
    if (message === undefined || isTooOld(message.at, now)) return;
    const service = activity.serviceUrl.replace(/\/$/, '');
    this.#places.set(message.chat, { service, conversation: activity.conversation.id });
    await hearing.accept([{ ...message, at: Math.min(message.at, now) }]);
  }

  /** A URL that only begins alike, `https://smba.trafficmanager.net@evil.example/`, has another origin. */
  #isService(url: string): boolean {
    const { services } = this.#parts.places;
    if (!URL.canParse(url)) return false;
    const { origin, href, search, hash } = new URL(url);
    return (
      origin === new URL(services).origin &&
      href.startsWith(services) &&
      search === '' &&
      hash === ''
    );
  }

  /** …/send-proactive-messages: a person's conversation is the same one, however often it is created. */
  async #placeOf(chat: string): Promise<Place | Answered> {
    const known = this.#places.get(chat);
    if (known !== undefined) return known;
    const { places, appId, tenantId } = this.#parts;
    const { service } = places;
    if (chat.startsWith('19:')) return { service, conversation: conversationOfChat(chat) };
    const tenant = { tenantId, channelData: { tenant: { id: tenantId } } };
    const who = { isGroup: false, bot: { id: `28:${appId}` }, members: [{ id: chat }] };
    const json = { ...who, ...tenant };
    const url = `${service}/v3/conversations`;
    const created = await this.#connector.call({ method: 'POST', url, json });
    // Nothing was shown to anybody, however it went.
    if (created.kind === 'unclear') return { ...created, kind: 'unreached' };
    if (created.kind !== 'ok') return created;
    if (created.id === undefined) return { kind: 'unreached', why: 'Teams named no conversation' };
    const place = { service, conversation: created.id };
    this.#places.set(chatOfConversation(chat), place);
    return place;
  }
}

function urlOf({ service, conversation }: Place, message?: string): string {
  const url = `${service}/v3/conversations/${encodeURIComponent(conversation)}/activities`;
  return message === undefined ? url : `${url}/${encodeURIComponent(message)}`;
}

/**
 * Created and accepted are said of messages only, and Microsoft's emulator names none that it accepts; what is
 * only OK and names none may be a page of whoever stands in between.
 */
function isPage(answered: Answered): boolean {
  return answered.kind === 'ok' && answered.id === undefined && answered.status === 200;
}
