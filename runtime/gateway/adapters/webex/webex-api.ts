/**
 * The REST API of Webex (developer.webex.com/docs/basics): one call, and what is certain of it afterwards.
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

export interface WebexApiParts {
  readonly token: Secret;
  /** With which Webex signs. */
  readonly secret: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export type Failure =
  | ({ readonly kind: 'refused'; readonly status: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unreached' } & Trouble)
  | ({ readonly kind: 'unclear' } & Trouble);

export type Answered = { readonly kind: 'ok'; readonly json: unknown } | Failure;

const errorSchema = z.object({ message: z.string() });

export class WebexApi {
  readonly #parts: WebexApiParts;
  readonly #http: HttpCaller;

  constructor(parts: WebexApiParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token, parts.secret]);
  }

  /** @param path below `/v1/` */
  async call(path: string, request: Omit<HttpRequest, 'url'> = {}): Promise<Answered> {
    const { endpoint, token } = this.#parts;
    const headers = { authorization: `Bearer ${token.reveal()}` };
    const called = await this.#http.call({ ...request, url: `${endpoint}/v1/${path}`, headers });
    switch (called.kind) {
      case 'unreached': {
        const { kind, code } = called;
        return { kind, why: `Webex is not reached: ${code}`, cure: cureOfNetwork(code, 'Webex') };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const isDone = status >= 200 && status < 300;
    if (isDone && typeof json === 'object' && json !== null) return { kind: 'ok', json };
    const said = errorSchema.safeParse(json).data;
    if (said === undefined && status !== 401 && status !== 429)
      return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    const why = `Webex says ${String(status)}: ${this.#http.clean(said?.message ?? '')}`;
    const retryAfterMs = retryAfterOf(headers, this.#parts.clock.now());
    return { kind: 'refused', status, why, cure: CURES[status], retryAfterMs };
  }
}

/** "Too many requests"; "temporarily unavailable"; "overloaded with requests. Try again later": not taken. */
const NOT_NOW = new Set([401, 423, 429, 503]);

export function sentOf(failure: Failure): Sent {
  if (failure.kind === 'unclear') return { kind: 'unknown', why: failure.why };
  if (failure.kind === 'unreached') return { ...failure, kind: 'later' };
  const { status, why, cure, retryAfterMs } = failure;
  if (NOT_NOW.has(status)) return { kind: 'later', why, cure, retryAfterMs };
  if (status >= 500) return { kind: 'unknown', why };
  return { kind: 'refused', why: cure === undefined ? why : `${why}. ${cure}` };
}

function unclear(why: string): Trouble {
  return {
    why: `Webex did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and webexapis.com: a proxy, or a login page of the network.',
  };
}

const CURES: Readonly<Record<number, string>> = {
  401: 'Regenerate the access token of the bot at developer.webex.com and put it where auth_token points.',
  403: 'The bot may not write there: see that it is still in this space, and that its organisation allows bots.',
  404: 'See that the bot is still in this space.',
};
