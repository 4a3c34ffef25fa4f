/** Discord's HTTP API (docs.discord.com/developers/reference): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import {
  boundedRetry,
  cureOfNetwork,
  HttpCaller,
  retryAfterOf,
  type HttpAnswered,
  type HttpRequest,
} from '../../channels/http-call.ts';

export type DiscordAnswer =
  | { readonly kind: 'ok'; readonly body: unknown; readonly serverNow: number | undefined }
  /** Discord itself said no: nothing was done. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly kind: 'unreached'; readonly code: string }
  /** It may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

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
  ): Promise<DiscordAnswer> {
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

  #judge({ status, headers, json }: HttpAnswered): DiscordAnswer {
    const now = Date.parse(headers.get('date') ?? '') || undefined;
    if (status === 204 || (status === 200 && json !== undefined))
      return { kind: 'ok', body: json, serverNow: now };
    const error = errorSchema.safeParse(json).data;
    const code = `HTTP ${String(status)}`;
    if (status === 429) {
      // The network in front of Discord says it in the header alone.
      const retryAfterMs =
        error?.retry_after === undefined
          ? retryAfterOf(headers, now ?? 0)
          : boundedRetry(error.retry_after * 1_000);
      return { kind: 'refused', status, why: 'that it is too fast', retryAfterMs };
    }
    if (error === undefined) return { kind: 'unclear', why: `${code}, and not from Discord` };
    const why = this.#http.clean(error.message);
    return status >= 500 ? { kind: 'unclear', why } : { kind: 'refused', status, why };
  }
}

export const NEW_TOKEN =
  'On discord.com/developers/applications, your app, Bot: Reset Token, and put the new one where platform.yaml points.';

export function troubleOf(answer: Exclude<DiscordAnswer, { kind: 'ok' }>): Trouble {
  switch (answer.kind) {
    case 'unreached':
      return {
        why: `Discord is not reached: ${answer.code}`,
        cure: cureOfNetwork(answer.code, 'Discord'),
      };
    case 'unclear':
      return {
        why: `Discord did not answer: ${answer.why}`,
        cure: 'If this stays, see what stands between this board and Discord: a proxy, or a login page of the network.',
      };
    case 'refused': {
      const { status, why, retryAfterMs } = answer;
      const cure = status === 401 ? NEW_TOKEN : undefined;
      return { why: `Discord says ${why}`, cure, retryAfterMs };
    }
  }
}

/** It is about the token or the pace, and not about this message. */
const LATER = [401, 429];

export function sentOf(answer: DiscordAnswer): Sent {
  switch (answer.kind) {
    case 'ok': {
      const sent = sentSchema.safeParse(answer.body).data;
      return { kind: 'sent', ref: sent && `${sent.channel_id}/${sent.id}` };
    }
    case 'unclear':
      return { kind: 'unknown', why: answer.why };
    case 'unreached':
      return { kind: 'later', ...troubleOf(answer) };
    case 'refused':
      return LATER.includes(answer.status)
        ? { kind: 'later', ...troubleOf(answer) }
        : { kind: 'refused', why: answer.why };
  }
}

const sentSchema = z.object({ id: z.string(), channel_id: z.string() });
