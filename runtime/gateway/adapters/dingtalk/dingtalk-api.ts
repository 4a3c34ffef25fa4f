/** DingTalk's server API (open.dingtalk.com/document): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import type { Trouble } from '../../channels/channel-adapter.ts';
import {
  cureOfNetwork,
  HttpCaller,
  serverNowOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';
import { JsonToken } from '../../channels/json-token.ts';

export interface DingtalkApiParts {
  readonly clientId: string;
  readonly secret: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export type Answered =
  | { readonly kind: 'ok'; readonly json: unknown; readonly serverNow: number | undefined }
  /** DingTalk itself said no. */
  | ({ readonly kind: 'refused'; readonly isPassing: boolean; readonly status: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unsaid' } & Trouble)
  /** No answer, or one that is not DingTalk's: it may have been done all the same. */
  | ({ readonly kind: 'unclear' } & Trouble);

/** Of what went wrong: `{"code":"Forbidden.AccessDenied…","message":"…"}`. */
const errorSchema = z.object({ code: z.string(), message: z.string().default('') });

/** …/orgapp/obtain-the-access_token-of-an-internal-app; `expireIn` in seconds. */
const grantSchema = z.object({ accessToken: z.string(), expireIn: z.number() });

const KEYS =
  'Copy Client ID and Client Secret anew (凭证与基础信息), and put them into client_id and where auth_token points.';

const PERMISSION =
  'Give the app the permission 企业内机器人发送消息 (qyapi_robot_sendmsg), and publish a version of it.';

/** `Forbidden.AccessDenied.QpsLimitForApi` and the like: too many in a second, or a minute. */
const TOO_FAST = /\.Q[pP][sSmM]Limit/;

const AGAIN_MS = 1_000;

export class DingtalkApi {
  readonly #parts: DingtalkApiParts;
  readonly #http: HttpCaller;
  readonly #token: JsonToken;

  constructor(parts: DingtalkApiParts) {
    const { clientId, secret, endpoint, clock, fetch } = parts;
    this.#parts = parts;
    this.#http = new HttpCaller(fetch, [secret]);
    this.#token = new JsonToken({
      ...{ http: this.#http, clock, title: 'DingTalk', cure: KEYS },
      url: `${endpoint}/v1.0/oauth2/accessToken`,
      body: () => ({ appKey: clientId, appSecret: secret.reveal() }),
      read: (json) => {
        const grant = grantSchema.safeParse(json).data;
        return grant && { token: grant.accessToken, seconds: grant.expireIn };
      },
      refusal: (json) => {
        const said = errorSchema.safeParse(json).data;
        return said && `${said.code} ${said.message}`;
      },
    });
  }

  /** Whether the keys are right; nothing is done. */
  async check(signal: AbortSignal): Promise<Trouble | undefined> {
    const access = await this.#token.get(signal);
    return access.kind === 'trouble' ? access : undefined;
  }

  async call(path: string, json: object): Promise<Answered> {
    const access = await this.#token.get();
    if (access.kind === 'trouble') return { ...access, kind: 'unsaid' };
    return this.#ask(path, json, { 'x-acs-dingtalk-access-token': access.token });
  }

  /** Where the stream is, and a ticket for it that is good once and for 90 s: it asks with the keys themselves. */
  open(subscriptions: readonly object[], signal: AbortSignal): Promise<Answered> {
    const { clientId, secret } = this.#parts;
    const json = { clientId, clientSecret: secret.reveal(), subscriptions, ua: 'boardtalk/1' };
    // Without it an answer may be XML.
    const headers = { accept: 'application/json' };
    return this.#ask('/v1.0/gateway/connections/open', json, headers, signal);
  }

  async #ask(
    path: string,
    json: object,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Answered> {
    const url = this.#parts.endpoint + path;
    const called = await this.#http.call({ url, json, headers, ...(signal && { signal }) });
    switch (called.kind) {
      case 'unreached': {
        const { code } = called;
        const cure = cureOfNetwork(code, 'DingTalk');
        return { kind: 'unsaid', why: `DingTalk is not reached: ${code}`, cure };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const serverNow = serverNowOf(headers);
    const isObject = typeof json === 'object' && json !== null;
    if (status === 200 && isObject) return { kind: 'ok', json, serverNow };
    const said = errorSchema.safeParse(json).data;
    if (said === undefined) return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    if (status === 401) this.#token.forget();
    const isFast = status === 429 || TOO_FAST.test(said.code);
    const isForbidden = status === 403 && !isFast;
    return {
      ...{ kind: 'refused', status },
      // RFC 9110 §15.6.4: 503 is a server that does nothing just now.
      isPassing: isFast || isForbidden || status === 401 || status === 503,
      why: `DingTalk says ${this.#http.clean(`${said.code} ${said.message}`)}`,
      cure: status === 401 ? KEYS : isForbidden ? PERMISSION : undefined,
      ...(isFast && { retryAfterMs: AGAIN_MS }),
    };
  }
}

function unclear(why: string): Trouble {
  return {
    why: `DingTalk did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and DingTalk: a proxy, or a login page of the network.',
  };
}
