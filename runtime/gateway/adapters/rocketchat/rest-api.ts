/** Rocket.Chat's REST API (developer.rocket.chat/apidocs): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import {
  boundedRetry,
  cureOfNetwork,
  HttpCaller,
  type HttpAnswered,
} from '../../channels/http-call.ts';

export type RocketAnswer =
  | {
      readonly kind: 'ok';
      readonly body: unknown;
      /** Epoch ms, by the clock of the server, to the second. */
      readonly serverNow: number | undefined;
    }
  | RocketFailure;

export type RocketFailure =
  /** Rocket.Chat itself said no: nothing was done. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly kind: 'unreached'; readonly code: string }
  /** It may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

export interface RestParts {
  readonly token: Secret;
  readonly userId: string;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
}

export interface RocketCall {
  readonly query?: Readonly<Record<string, string>>;
  /** What is posted; absent: it is asked. */
  readonly json?: object;
  readonly signal?: AbortSignal;
}

const doneSchema = z.object({ success: z.literal(true) });

/** Who is not logged in is told `status` and `message` instead. */
const errorSchema = z.union([
  z.object({ success: z.literal(false), error: z.string() }),
  z.object({ status: z.literal('error'), message: z.string() }),
]);

export class RestApi {
  readonly #parts: RestParts;
  readonly #http: HttpCaller;

  constructor(parts: RestParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
  }

  async call(path: string, { query, ...call }: RocketCall = {}): Promise<RocketAnswer> {
    const { token, userId, endpoint } = this.#parts;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const called = await this.#http.call({
      ...call,
      url: `${endpoint}/api/v1/${path}${search}`,
      headers: { 'x-auth-token': token.reveal(), 'x-user-id': userId },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  #judge({ status, headers, json }: HttpAnswered): RocketAnswer {
    const serverNow = Date.parse(headers.get('date') ?? '') || undefined;
    if (status === 200 && doneSchema.safeParse(json).success)
      return { kind: 'ok', body: json, serverNow };
    const error = errorSchema.safeParse(json).data;
    if (error === undefined)
      return { kind: 'unclear', why: `HTTP ${String(status)}, and not from Rocket.Chat` };
    const why = this.#http.clean('error' in error ? error.error : error.message);
    if (status >= 500) return { kind: 'unclear', why };
    const retryAfterMs = status === 429 ? resetOf(headers, serverNow) : undefined;
    return { kind: 'refused', status, why, retryAfterMs };
  }
}

/** developer.rocket.chat/apidocs, "Rate limiting": epoch ms. */
function resetOf(headers: Headers, serverNow: number | undefined): number | undefined {
  const reset = headers.get('x-ratelimit-reset');
  if (reset === null || serverNow === undefined) return undefined;
  return boundedRetry(Number(reset) - serverNow);
}

export const RENEW =
  'Make a new personal access token for the bot, with “Ignore Two Factor”; put it where platform.yaml points, and its user id into options.user_id.';

const BOT_ROLE = 'Give the account of the bot the role bot: it is not slowed down then.';

export function troubleOf(failure: RocketFailure): Trouble {
  switch (failure.kind) {
    case 'unreached':
      return {
        why: `Rocket.Chat is not reached: ${failure.code}`,
        cure: cureOfNetwork(failure.code, 'Rocket.Chat'),
      };
    case 'unclear':
      return {
        why: `Rocket.Chat did not answer: ${failure.why}`,
        cure: 'If this stays, see whether endpoint is the address of your workspace, and what stands in between.',
      };
    case 'refused': {
      const { status, why, retryAfterMs } = failure;
      const cure = status === 401 ? RENEW : status === 429 ? BOT_ROLE : undefined;
      return { why: `Rocket.Chat says: ${why}`, cure, retryAfterMs };
    }
  }
}

export function failedOf(failure: RocketFailure): Exclude<Sent, { readonly kind: 'sent' }> {
  switch (failure.kind) {
    case 'unclear':
      return { kind: 'unknown', why: failure.why };
    case 'unreached':
      return { kind: 'later', ...troubleOf(failure) };
    case 'refused':
      // It is about the token or the pace, and not about this message.
      return [401, 429].includes(failure.status)
        ? { kind: 'later', ...troubleOf(failure) }
        : { kind: 'refused', why: failure.why };
  }
}
