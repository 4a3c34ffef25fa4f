/** Discord's HTTP API (docs.discord.com/developers/reference): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import { outcomesOf, type CallAnswer } from '../../channels/call-outcome.ts';
import type { Sent } from '../../channels/channel-adapter.ts';
import {
  boundedRetry,
  HttpCaller,
  retryAfterOf,
  serverNowOf,
  type HttpAnswered,
  type HttpRequest,
} from '../../channels/http-call.ts';

export interface HttpApiParts {
  readonly token: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
}

/** …/topics/opcodes-and-status-codes#json; of 429: …/topics/rate-limits#exceeding-a-rate-limit */
const errorSchema = z.object({ message: z.string(), retry_after: z.number().optional() });

/** …/reference#user-agent: without one like this the network in front of Discord may refuse. */
const USER_AGENT = 'DiscordBot (boardtalk, 1)';

/** …/reference#api-versioning */
const VERSION = 'v10';

export class HttpApi {
  readonly #token: Secret;
  readonly #endpoint: string;
  readonly #http: HttpCaller;

  constructor({ token, endpoint, fetch }: HttpApiParts) {
    this.#token = token;
    this.#endpoint = endpoint;
    this.#http = new HttpCaller(fetch, [token]);
  }

  async call(
    path: string,
    request: Pick<HttpRequest, 'method' | 'body' | 'json' | 'signal'> = {},
  ): Promise<CallAnswer> {
    const called = await this.#http.call({
      ...request,
      url: `${this.#endpoint}/${VERSION}/${path}`,
      headers: {
        authorization: `Bot ${this.#token.reveal()}`,
        'user-agent': USER_AGENT,
        ...(typeof request.body === 'string' && { 'content-type': 'application/json' }),
      },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  #judge({ status, headers, json }: HttpAnswered): CallAnswer {
    const serverNow = serverNowOf(headers);
    if (status === 204 || (status === 200 && json !== undefined))
      return { kind: 'ok', body: json, serverNow };
    const error = errorSchema.safeParse(json).data;
    const code = `HTTP ${String(status)}`;
    if (status === 429) {
      // The network in front of Discord says it in the header alone.
      const retryAfterMs =
        error?.retry_after === undefined
          ? retryAfterOf(headers, serverNow ?? 0)
          : boundedRetry(error.retry_after * 1_000);
      return { kind: 'refused', status, why: 'too fast', retryAfterMs };
    }
    if (error === undefined) return { kind: 'unclear', why: `${code}, and not from Discord` };
    const why = this.#http.clean(error.message);
    return status >= 500 ? { kind: 'unclear', why } : { kind: 'refused', status, why };
  }
}

export const NEW_TOKEN =
  'On discord.com/developers/applications, your app, Bot: Reset Token, and put the new one where platform.yaml points.';

export const { troubleOf, failedOf } = outcomesOf({
  title: 'Discord',
  ifUnclear:
    'If this stays, see what stands between this board and Discord: a proxy, or a login page of the network.',
  cureOf: ({ status }) => (status === 401 ? NEW_TOKEN : undefined),
  isForLater: ({ status }) => status === 401 || status === 429,
});

const sentSchema = z.object({ id: z.string(), channel_id: z.string() });

export function sentOf(answer: CallAnswer): Sent {
  if (answer.kind !== 'ok') return failedOf(answer);
  const sent = sentSchema.safeParse(answer.body).data;
  return { kind: 'sent', ref: sent && `${sent.channel_id}/${sent.id}` };
}
