/** Mattermost's REST API (developers.mattermost.com/api-documentation): one call, and what is certain of it afterwards. */
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

export type MattermostAnswer = ({ readonly kind: 'ok' } & MattermostBody) | MattermostFailure;

interface MattermostBody {
  readonly body: unknown;
  /** Epoch ms, to the second. */
  readonly serverNow: number | undefined;
}

export type MattermostFailure =
  /** Mattermost itself said no: nothing was done. */
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
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
}

/** …/api/reference/upload-file: the server keeps no files. Nothing was done. */
const NOT_IMPLEMENTED = 501;

/** …/api-documentation, schema "AppError" */
const errorSchema = z.object({ id: z.string(), message: z.string(), status_code: z.int() });

export class RestApi {
  readonly #parts: RestParts;
  readonly #http: HttpCaller;

  constructor(parts: RestParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
  }

  async call(
    path: string,
    request: Pick<HttpRequest, 'method' | 'json' | 'body' | 'signal'> = {},
  ): Promise<MattermostAnswer> {
    const { token, endpoint } = this.#parts;
    const called = await this.#http.call({
      ...request,
      url: `${endpoint}/api/v4/${path}`,
      headers: { authorization: `Bearer ${token.reveal()}` },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  #judge({ status, headers, json }: HttpAnswered): MattermostAnswer {
    const serverNow = Date.parse(headers.get('date') ?? '') || undefined;
    if (status === 429) {
      const retryAfterMs = retryAfterOf(headers, serverNow ?? 0) ?? resetOf(headers);
      return { kind: 'refused', status, why: 'too many requests', retryAfterMs };
    }
    if (status >= 200 && status < 300 && json !== undefined)
      return { kind: 'ok', body: json, serverNow };
    const error = errorSchema.safeParse(json).data;
    if (error === undefined)
      return { kind: 'unclear', why: `HTTP ${String(status)}, and not from Mattermost` };
    const why = this.#http.clean(`${error.message} (${error.id})`);
    // Some of what fails there fails after the message stands in the channel.
    const isUnclear = status >= 500 && status !== NOT_IMPLEMENTED;
    return isUnclear ? { kind: 'unclear', why } : { kind: 'refused', status, why };
  }
}

/** …/api-documentation, "Rate limiting": seconds until one may again. */
function resetOf(headers: Headers): number | undefined {
  const seconds = headers.get('x-ratelimit-reset');
  return seconds === null ? undefined : boundedRetry(Number(seconds) * 1_000);
}

const RENEW =
  'Make a new token for the bot (Integrations, Bot Accounts), and put it where platform.yaml points. Is the bot enabled?';

export function troubleOf(failure: MattermostFailure): Trouble {
  switch (failure.kind) {
    case 'unreached':
      return {
        why: `Mattermost is not reached: ${failure.code}`,
        cure: cureOfNetwork(failure.code, 'Mattermost'),
      };
    case 'unclear':
      return {
        why: `Mattermost did not answer: ${failure.why}`,
        cure: 'If this stays, see whether endpoint is the address of your Mattermost, and what stands in between.',
      };
    case 'refused': {
      const { status, why, retryAfterMs } = failure;
      const cure = status === 401 ? RENEW : undefined;
      return { why: `Mattermost says: ${why}`, cure, retryAfterMs };
    }
  }
}

/** It is about the token or the pace, and not about this message. */
const LATER = [401, 429];

export function failedOf(failure: MattermostFailure): Exclude<Sent, { readonly kind: 'sent' }> {
  switch (failure.kind) {
    case 'unclear':
      return { kind: 'unknown', why: failure.why };
    case 'unreached':
      return { kind: 'later', ...troubleOf(failure) };
    case 'refused':
      return LATER.includes(failure.status)
        ? { kind: 'later', ...troubleOf(failure) }
        : { kind: 'refused', why: failure.why };
  }
}

/** Nothing was posted yet, whatever became of the call. */
export function unsent(failure: MattermostFailure): Extract<Sent, { kind: 'later' | 'refused' }> {
  const failed = failedOf(failure);
  return failed.kind === 'unknown' ? { kind: 'later', ...troubleOf(failure) } : failed;
}
