/**
 * QQ's server API (bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/api-use.html): one call, and what is
 * certain of it afterwards (…/api-v2/openapi/error/error.html).
 */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import type { Trouble } from '../../channels/channel-adapter.ts';
import type { Access } from '../../channels/access-token.ts';
import {
  cureOfNetwork,
  HttpCaller,
  serverNowOf,
  retryAfterOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';
import { JsonToken } from '../../channels/json-token.ts';

export interface QqApiParts {
  readonly appId: string;
  readonly secret: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export type Answered =
  | { readonly kind: 'ok'; readonly json: unknown; readonly serverNow: number | undefined }
  /** QQ itself said no. */
  | ({ readonly kind: 'refused'; readonly status: number; readonly code: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unsaid' } & Trouble)
  /** No answer, or one that is not QQ's: it may have been done all the same. */
  | ({ readonly kind: 'unclear' } & Trouble);

const errorSchema = z.object({ code: z.number(), message: z.string().default('') });

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

const KEYS =
  'Copy AppID and AppSecret anew (q.qq.com, 开发管理), and put them into app_id and where auth_token points.';

/** The token is not taken any more: with another it is. */
const TOKEN_CODES = [11_241, 11_243, 11_244, 11_251];

/** Checks of QQ's own that failed before anything was done: "try once more". */
const BUSY_CODES = [11_242, 11_252];

/** "msg limit exceed" (…/message/send-receive/send.html), and of a channel. */
const FAST_CODES = [22_009, 20_028];

const CURES: Readonly<Record<number, string>> = {
  11_253: 'The robot may not do that: see 功能配置 on q.qq.com.',
  11_265: 'QQ has shut the robot out: see q.qq.com.',
  304_003: 'An address in a message has to be allowed first: q.qq.com, 开发设置, 消息URL配置.',
};

/** Where the older host is used the token comes from another one (…/interface-framework/api-use.html). */
function tokenHostOf(endpoint: string): string {
  return new URL(endpoint).hostname.endsWith('.sgroup.qq.com') ? 'https://bots.qq.com' : endpoint;
}

export class QqApi {
  readonly #parts: QqApiParts;
  readonly #http: HttpCaller;
  readonly #token: JsonToken;

  constructor(parts: QqApiParts) {
    const { appId, secret, endpoint, clock, fetch } = parts;
    this.#parts = parts;
    this.#http = new HttpCaller(fetch, [secret]);
    this.#token = new JsonToken({
      ...{ http: this.#http, clock, title: 'QQ', cure: KEYS },
      url: `${tokenHostOf(endpoint)}/app/getAppAccessToken`,
      body: () => ({ appId, clientSecret: secret.reveal() }),
      read: (json) => {
        const grant = grantSchema.safeParse(json).data;
        return grant && { token: grant.access_token, seconds: grant.expires_in };
      },
      refusal: (json) => {
        const said = errorSchema.safeParse(json).data;
        return said && `${String(said.code)} ${said.message}`;
      },
    });
  }

  access(signal?: AbortSignal): Promise<Access> {
    return this.#token.get(signal);
  }

  /** The gateway does not take the token. */
  forgetToken(): void {
    this.#token.forget();
  }

  async call(
    path: string,
    { json, signal }: { readonly json?: object; readonly signal?: AbortSignal } = {},
  ): Promise<Answered> {
    const access = await this.#token.get(signal);
    if (access.kind === 'trouble') return { ...access, kind: 'unsaid' };
    const called = await this.#http.call({
      url: this.#parts.endpoint + path,
      headers: { authorization: `QQBot ${access.token}` },
      ...(json !== undefined && { json }),
      ...(signal !== undefined && { signal }),
    });
    switch (called.kind) {
      case 'unreached': {
        const { code } = called;
        const cure = cureOfNetwork(code, 'QQ');
        return { kind: 'unsaid', why: `QQ is not reached: ${code}`, cure };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const serverNow = serverNowOf(headers);
    const said = errorSchema.safeParse(json).data;
    const isObject = typeof json === 'object' && json !== null;
    const isDone = said === undefined || said.code === 0;
    if (status === 200 && isObject && isDone) return { kind: 'ok', json, serverNow };
    // 201, 202: it was taken, and somebody may look at it first.
    if (said === undefined || status === 201 || status === 202)
      return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    const isToken = status === 401 || TOKEN_CODES.includes(said.code);
    if (isToken) this.#token.forget();
    return {
      ...{ kind: 'refused', status, code: said.code },
      why: `QQ says ${String(said.code)} ${this.#http.clean(said.message)}`,
      cure: isToken ? KEYS : CURES[said.code],
      retryAfterMs: retryAfterOf(headers, this.#parts.clock.now()),
    };
  }
}

/** It is about the pace, the token or QQ itself, and not about what was asked; nothing was done. */
export function isPassing({ status, code }: { status: number; code: number }): boolean {
  const isPace = status === 429 || FAST_CODES.includes(code);
  return isPace || status === 401 || [...TOKEN_CODES, ...BUSY_CODES].includes(code);
}

function unclear(why: string): Trouble {
  return {
    why: `QQ did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and QQ: a proxy, or a login page of the network.',
  };
}

export const NEW_KEYS = KEYS;
