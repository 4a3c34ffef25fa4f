/**
 * The Google Chat API (developers.google.com/workspace/chat/api/reference/rest): one call as the app, and what is
 * certain of it afterwards.
 */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import { AccessToken } from '../../channels/access-token.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import {
  cureOfNetwork,
  retryAfterOf,
  type HttpAnswered,
  type HttpCaller,
  type HttpRequest,
} from '../../channels/http-call.ts';
import { assertionOf, JWT_BEARER, readServiceAccount } from './service-account.ts';

export interface ChatApiParts {
  readonly http: HttpCaller;
  readonly key: Secret;
  /** Both without the slash at the end. */
  readonly places: { readonly chat: string; readonly login: string };
  readonly clock: Clock;
}

export type Answered =
  | { readonly kind: 'ok'; readonly json: unknown }
  | ({ readonly kind: 'refused'; readonly status: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unreached' } & Trouble)
  | ({ readonly kind: 'unclear' } & Trouble);

/** …/workspace/chat/authenticate-authorize-chat-app */
const SCOPE = 'https://www.googleapis.com/auth/chat.bot';

/** cloud.google.com/apis/design/errors */
const errorSchema = z.object({
  error: z.object({ status: z.string().optional(), message: z.string() }),
});

export class ChatApi {
  readonly #parts: ChatApiParts;
  /** undefined: the key cannot be read. */
  readonly #access: AccessToken | undefined;

  constructor(parts: ChatApiParts) {
    const { http, clock, key, places } = parts;
    this.#parts = parts;
    const account = readServiceAccount(key);
    const url = `${places.login}/token`;
    const asked = { audience: url, scope: SCOPE };
    this.#access =
      account &&
      new AccessToken({
        ...{ http, clock, url, title: 'Google', cure: NEW_KEY },
        form: () =>
          new URLSearchParams({
            grant_type: JWT_BEARER,
            assertion: assertionOf(account, { ...asked, now: clock.now() }),
          }),
      });
  }

  /** Whether the service account is still known, whatever was granted before. */
  async login(signal: AbortSignal): Promise<Trouble | undefined> {
    if (this.#access === undefined) return UNREADABLE_KEY;
    const access = await this.#access.renew(signal);
    return access.kind === 'granted' ? undefined : access;
  }

  /** @param path below `/v1/` */
  async call(path: string, request: Omit<HttpRequest, 'url'>): Promise<Answered> {
    if (this.#access === undefined) return { kind: 'unreached', ...UNREADABLE_KEY };
    const granted = await this.#access.get();
    if (granted.kind === 'trouble') return { ...granted, kind: 'unreached' };
    const headers = { authorization: `Bearer ${granted.token}` };
    const url = `${this.#parts.places.chat}/v1/${path}`;
    const called = await this.#parts.http.call({ ...request, url, headers });
    switch (called.kind) {
      case 'unreached': {
        const { kind, code } = called;
        const cure = cureOfNetwork(code, 'Google Chat');
        return { kind, why: `Google Chat is not reached: ${code}`, cure };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    if (status === 200 && typeof json === 'object' && json !== null) return { kind: 'ok', json };
    if (status === 401) this.#access?.forget();
    const said = errorSchema.safeParse(json).data?.error;
    if (said === undefined && status !== 401 && status !== 429)
      return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    const text = this.#parts.http.clean(`${said?.status ?? ''} ${said?.message ?? ''}`);
    const retryAfterMs = retryAfterOf(headers, this.#parts.clock.now());
    const why = `Google Chat says ${String(status)}: ${text}`;
    return { kind: 'refused', status, why, cure: CURES[status], retryAfterMs };
  }
}

/** Sent once for each `requestId`: what may have been done may be asked again. */
export function sentOf(answered: Exclude<Answered, { kind: 'ok' }>): Sent {
  if (answered.kind === 'unclear') return { kind: 'unknown', why: answered.why };
  if (answered.kind === 'unreached') return { ...answered, kind: 'later' };
  const { status, why, cure, retryAfterMs } = answered;
  // …/workspace/chat/limits: 429 is not done. Of 5xx nothing is said.
  if (status === 401 || status === 429) return { kind: 'later', why, cure, retryAfterMs };
  if (status >= 500) return { kind: 'unknown', why };
  return { kind: 'refused', why: cure === undefined ? why : `${why}. ${cure}` };
}

function unclear(why: string): Trouble {
  return {
    why: `Google Chat did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and chat.googleapis.com: a proxy, or a login page of the network.',
  };
}

const NEW_KEY =
  'Make a new JSON key for the service account in the Google Cloud console and put it where auth_token points. See that the clock of this board is right.';

const UNREADABLE_KEY: Trouble = {
  why: 'auth_token is not the JSON key of a service account',
  cure: NEW_KEY,
};

const CURES: Readonly<Record<number, string>> = {
  401: NEW_KEY,
  403: 'See that the Google Chat API is enabled in the project and its app is configured and live, and that the app is still in this space.',
  404: 'See that the app is configured on the page of the Google Chat API, and that the space still exists.',
};
