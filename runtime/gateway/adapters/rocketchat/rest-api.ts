/** Rocket.Chat's REST API (developer.rocket.chat/apidocs): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import { outcomesOf, type CallAnswer } from '../../channels/call-outcome.ts';
import {
  boundedRetry,
  HttpCaller,
  serverNowOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';

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

  async call(path: string, { query, ...call }: RocketCall = {}): Promise<CallAnswer> {
    const { token, userId, endpoint } = this.#parts;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const called = await this.#http.call({
      ...call,
      url: `${endpoint}/api/v1/${path}${search}`,
      headers: { 'x-auth-token': token.reveal(), 'x-user-id': userId },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  #judge({ status, headers, json }: HttpAnswered): CallAnswer {
    const serverNow = serverNowOf(headers);
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

export const { troubleOf, failedOf, unsaid } = outcomesOf({
  title: 'Rocket.Chat',
  ifUnclear:
    'If this stays, see whether endpoint is the address of your workspace, and what stands in between.',
  cureOf: ({ status }) => (status === 401 ? RENEW : status === 429 ? BOT_ROLE : undefined),
  isForLater: ({ status }) => status === 401 || status === 429,
});
