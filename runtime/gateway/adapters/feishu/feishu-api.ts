/**
 * Feishu's server API (open.feishu.cn/document/server-docs/api-call-guide/generic-error-code): one call in the name of
 * the app, and what is certain of it afterwards.
 */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import {
  boundedRetry,
  cureOfNetwork,
  HttpCaller,
  serverNowOf,
  type HttpAnswered,
  type HttpRequest,
} from '../../channels/http-call.ts';
import { JsonToken } from '../../channels/json-token.ts';

export interface FeishuApiParts {
  readonly appId: string;
  readonly secret: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export type Answered =
  | { readonly kind: 'ok'; readonly data: unknown; readonly serverNow: number | undefined }
  /** Feishu itself said no. */
  | ({ readonly kind: 'refused'; readonly status: number; readonly code: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unsaid' } & Trouble)
  /** No answer, or one that is not Feishu's: it may have been done all the same. */
  | ({ readonly kind: 'unclear' } & Trouble);

const answerSchema = z.looseObject({ code: z.number(), msg: z.string().default('') });

/** …/server-docs/authentication-management/access-token/tenant_access_token_internal; `expire` in seconds. */
const grantSchema = z.object({
  code: z.literal(0),
  tenant_access_token: z.string(),
  expire: z.number(),
});

const KEYS =
  'Copy App ID and App Secret anew (凭证与基础信息), put them into app_id and where auth_token points, and see that endpoint is the one of Feishu or of Lark, where the app was made.';

/** The token is not taken any more: with another it is. */
const TOKEN_CODES = [99_991_661, 99_991_663, 99_991_664, 99_991_668, 99_991_671];

/** Too fast: of the platform (…/api-call-guide/frequency-control), and of one chat (…/message/create, error codes). */
const FAST_CODES = [99_991_400, 230_020, 11_232, 11_233];

/** "The message is being sent": nobody knows how that ends (…/message/create, error codes). */
const UNDER_WAY = 230_049;

const NO_SCOPE = 99_991_672;

const CURES: Readonly<Record<number, string>> = {
  [NO_SCOPE]:
    'Give the app im:message, im:message.p2p_msg:readonly, im:message.group_at_msg:readonly and im:resource (权限管理), and publish a version of it.',
  230_002: 'Add the bot to the group (群设置, 群机器人).',
  230_006: 'Switch the bot on (添加应用能力, 机器人), and publish a version of the app.',
  230_013: 'Make the app available to this person (版本管理与发布, 可用范围).',
  /** Of the long connection: wrong keys; not allowed; fifty connections. */
  514: KEYS,
  403: KEYS,
  1_000_040_350: 'An app has fifty connections: stop the other programs that connect as it.',
};

export class FeishuApi {
  readonly #parts: FeishuApiParts;
  readonly #http: HttpCaller;
  readonly #token: JsonToken;

  constructor(parts: FeishuApiParts) {
    const { appId, secret, endpoint, clock, fetch } = parts;
    this.#parts = parts;
    this.#http = new HttpCaller(fetch, [secret]);
    this.#token = new JsonToken({
      ...{ http: this.#http, clock, title: 'Feishu', cure: KEYS },
      url: `${endpoint}/open-apis/auth/v3/tenant_access_token/internal`,
      body: () => ({ app_id: appId, app_secret: secret.reveal() }),
      read: (json) => {
        const grant = grantSchema.safeParse(json).data;
        return grant && { token: grant.tenant_access_token, seconds: grant.expire };
      },
      refusal: (json) => {
        const said = answerSchema.safeParse(json).data;
        return said && `${String(said.code)} ${said.msg}`;
      },
    });
  }

  async call(path: string, request: Omit<HttpRequest, 'url'> = {}): Promise<Answered> {
    const access = await this.#token.get(request.signal);
    if (access.kind === 'trouble') return { ...access, kind: 'unsaid' };
    const headers = { authorization: `Bearer ${access.token}`, ...request.headers };
    return this.#ask(`/open-apis/${path}`, { ...request, headers });
  }

  /** Where the long connection is: it asks with the keys themselves, as the vendor's SDK. */
  line(signal: AbortSignal): Promise<Answered> {
    const { appId, secret } = this.#parts;
    const json = { AppID: appId, AppSecret: secret.reveal() };
    return this.#ask('/callback/ws/endpoint', { json, headers: { locale: 'zh' }, signal });
  }

  async #ask(path: string, request: Omit<HttpRequest, 'url'>): Promise<Answered> {
    const called = await this.#http.call({ ...request, url: this.#parts.endpoint + path });
    switch (called.kind) {
      case 'unreached': {
        const { code } = called;
        const cure = cureOfNetwork(code, 'Feishu');
        return { kind: 'unsaid', why: `Feishu is not reached: ${code}`, cure };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const said = answerSchema.safeParse(json).data;
    if (said === undefined) return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    const { code, msg } = said;
    const serverNow = serverNowOf(headers);
    if (status === 200 && code === 0) return { kind: 'ok', data: json, serverNow };
    if (TOKEN_CODES.includes(code)) this.#token.forget();
    const resetS = headers.get('x-ogw-ratelimit-reset');
    return {
      ...{ kind: 'refused', status, code },
      why: `Feishu says ${String(code)} ${this.#http.clean(msg)}`,
      cure: CURES[code],
      ...(resetS !== null && { retryAfterMs: boundedRetry(Number(resetS) * 1_000) }),
    };
  }
}

function unclear(why: string): Trouble {
  return {
    why: `Feishu did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and Feishu: a proxy, or a login page of the network.',
  };
}

/** It is about the pace or the token, and not about what was asked. */
export function isPassing({ status, code }: { status: number; code: number }): boolean {
  return status === 429 || [...FAST_CODES, ...TOKEN_CODES].includes(code);
}

export function sentOf(answered: Answered, refOf: (data: unknown) => string | undefined): Sent {
  switch (answered.kind) {
    case 'ok':
      return { kind: 'sent', ref: refOf(answered.data) };
    case 'unclear':
      return { kind: 'unknown', why: answered.why };
    case 'unsaid':
      return { ...answered, kind: 'later' };
    case 'refused': {
      const { status, code, why, cure, retryAfterMs } = answered;
      if (isPassing(answered) || code === NO_SCOPE)
        return { kind: 'later', why, cure, retryAfterMs };
      const isOpen = status >= 500 || code === UNDER_WAY;
      return { kind: isOpen ? 'unknown' : 'refused', why };
    }
  }
}
