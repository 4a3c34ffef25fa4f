/**
 * LINE's Messaging API (developers.line.biz/en/reference/messaging-api): one call, and what is certain of it
 * afterwards.
 */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { Trouble } from '../../channels/channel-adapter.ts';
import {
  cureOfNetwork,
  HttpCaller,
  retryAfterOf,
  type HttpRequest,
} from '../../channels/http-call.ts';

export type Answered =
  | { readonly kind: 'ok'; readonly json: unknown }
  /** LINE itself said no; from 500 on it may have been done all the same ("Retry failed API requests"). */
  | ({ readonly kind: 'refused'; readonly status: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unreached' } & Trouble)
  /** No answer, or one that is not LINE's: it may have been done all the same. */
  | ({ readonly kind: 'unclear' } & Trouble);

export interface LineApiParts {
  readonly token: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
}

/** #error-responses */
const errorSchema = z.object({ message: z.string() });

export class LineApi {
  readonly #parts: LineApiParts;
  readonly #http: HttpCaller;

  constructor(parts: LineApiParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
  }

  async call(path: string, request: Omit<HttpRequest, 'url'> = {}): Promise<Answered> {
    const { endpoint, token } = this.#parts;
    const called = await this.#http.call({
      ...request,
      url: `${endpoint}/v2/bot/${path}`,
      headers: { authorization: `Bearer ${token.reveal()}`, ...request.headers },
    });
    switch (called.kind) {
      case 'unreached': {
        const { kind, code } = called;
        return { kind, why: `LINE is not reached: ${code}`, cure: cureOfNetwork(code, 'LINE') };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered': {
        const { status, headers, json } = called;
        const isObject = typeof json === 'object' && json !== null;
        if (status === 200 && isObject) return { kind: 'ok', json };
        const said = errorSchema.safeParse(json).data;
        if (said === undefined) return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
        const retryAfterMs = retryAfterOf(headers, Date.now());
        const why = `LINE says ${String(status)}: ${this.#http.clean(said.message)}`;
        return { kind: 'refused', status, why, cure: CURES[status], retryAfterMs };
      }
    }
  }
}

function unclear(why: string): Trouble {
  return {
    why: `LINE did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and LINE: a proxy, or a login page of the network.',
  };
}

const NEW_TOKEN =
  'Issue the channel access token again in the LINE Developers Console and put it where auth_token points.';

const CURES: Readonly<Record<number, string>> = { 401: NEW_TOKEN, 403: NEW_TOKEN };
