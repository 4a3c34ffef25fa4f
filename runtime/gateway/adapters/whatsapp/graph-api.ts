/**
 * WhatsApp's Messages API in Meta's Graph API: one call, and what is certain of it afterwards, by the code of the
 * error (developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes).
 */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import {
  cureOfNetwork,
  HttpCaller,
  retryAfterOf,
  type HttpAnswered,
  type HttpRequest,
} from '../../channels/http-call.ts';
import { RE_ENGAGEMENT } from './parse.ts';

export interface GraphApiParts {
  readonly token: Secret;
  readonly appSecret: Secret;
  readonly verifyToken: Secret;
  /** `v25.0` */
  readonly version: string;
  readonly phoneNumberId: string;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export type Answered =
  | { readonly kind: 'ok'; readonly json: unknown }
  /** Meta itself said no. */
  | ({ readonly kind: 'refused'; readonly code: number; readonly status: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unreached' } & Trouble)
  /** No answer, or one that is not Meta's: it may have been done all the same. */
  | ({ readonly kind: 'unclear' } & Trouble);

const errorSchema = z.object({ error: z.object({ code: z.number(), message: z.string() }) });

/** "Authorization errors" */
const NOT_AUTHORIZED = new Set([0, 190]);

/** "Throttling errors" */
const TOO_FAST = new Set([4, 80_007, 130_429, 131_048, 131_056]);

/** "Temporary due to downtime", "Service unavailable", "maintenance": the message was not sent. */
const NOT_NOW = new Set([2, 131_016, 131_057]);

/** "API Unknown", "Something went wrong" */
const UNKNOWN = new Set([1, 131_000]);

export class GraphApi {
  readonly #parts: GraphApiParts;
  readonly #http: HttpCaller;

  constructor(parts: GraphApiParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token, parts.appSecret, parts.verifyToken]);
  }

  /** @param path below the number: `/messages` */
  async call(path: string, request: Omit<HttpRequest, 'url'>): Promise<Answered> {
    const { endpoint, version, phoneNumberId, token } = this.#parts;
    const number = `${encodeURIComponent(version)}/${encodeURIComponent(phoneNumberId)}`;
    const headers = { authorization: `Bearer ${token.reveal()}` };
    const url = `${endpoint}/${number}${path}`;
    const called = await this.#http.call({ ...request, url, headers });
    switch (called.kind) {
      case 'unreached': {
        const { kind, code } = called;
        const cure = cureOfNetwork(code, 'WhatsApp');
        return { kind, why: `WhatsApp is not reached: ${code}`, cure };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const said = errorSchema.safeParse(json).data?.error;
    const isObject = typeof json === 'object' && json !== null;
    if (status === 200 && isObject && said === undefined) return { kind: 'ok', json };
    if (said === undefined) return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    const { code, message } = said;
    const why = `WhatsApp says ${String(code)}: ${this.#http.clean(message)}`;
    const retryAfterMs = retryAfterOf(headers, this.#parts.clock.now());
    const cure = isUnauthorized(code, status) ? NEW_TOKEN : CURES[code];
    return { kind: 'refused', code, status, why, cure, retryAfterMs };
  }
}

export function sentOf(answered: Answered): Sent {
  switch (answered.kind) {
    case 'ok':
      return { kind: 'sent' };
    case 'unclear':
      return { kind: 'unknown', why: answered.why };
    case 'unreached':
      return { ...answered, kind: 'later' };
    case 'refused':
      return sentOfRefused(answered);
  }
}

function sentOfRefused({ code, status, ...trouble }: Extract<Answered, { kind: 'refused' }>): Sent {
  const isForLater =
    isUnauthorized(code, status) || TOO_FAST.has(code) || NOT_NOW.has(code) || status === 429;
  if (isForLater) return { ...trouble, kind: 'later' };
  if (UNKNOWN.has(code) || status >= 500) return { kind: 'unknown', why: trouble.why };
  const { why, cure } = trouble;
  return { kind: 'refused', why: cure === undefined ? why : `${why}. ${cure}` };
}

function isUnauthorized(code: number, status: number): boolean {
  return status === 401 || NOT_AUTHORIZED.has(code);
}

function unclear(why: string): Trouble {
  return {
    why: `WhatsApp did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and graph.facebook.com: a proxy, or a login page of the network.',
  };
}

const NEW_TOKEN =
  'Generate the access token of the system user again and put it where auth_token points.';

export const WINDOW_CURE =
  'WhatsApp takes messages for 24 hours after a person has written: they write anything to the number, and it goes on. Give them a second messenger for alerts.';

const NO_PERMISSION =
  'Give the system user the app and the WhatsApp account, and generate its token with whatsapp_business_messaging and whatsapp_business_management.';

const CURES: Readonly<Record<number, string>> = {
  3: NO_PERMISSION,
  10: NO_PERMISSION,
  200: NO_PERMISSION,
  100: 'Check phone_number_id, and that the token was made for the account that has this number.',
  131_030: 'A test number sends to numbers only that are in its list: API Setup, “To”.',
  [RE_ENGAGEMENT]: WINDOW_CURE,
};
