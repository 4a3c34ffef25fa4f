/** Mattermost's REST API (developers.mattermost.com/api-documentation): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import { outcomesOf, type CallAnswer } from '../../channels/call-outcome.ts';
import type { Fetched } from '../../channels/channel-adapter.ts';
import { fetchBytes } from '../../channels/fetch-bytes.ts';
import {
  boundedRetry,
  HttpCaller,
  retryAfterOf,
  serverNowOf,
  type HttpAnswered,
  type HttpRequest,
} from '../../channels/http-call.ts';

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
  ): Promise<CallAnswer> {
    const { token, endpoint } = this.#parts;
    const called = await this.#http.call({
      ...request,
      url: `${endpoint}/api/v4/${path}`,
      headers: { authorization: `Bearer ${token.reveal()}` },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  /** …/api-documentation, "Get a file" */
  fetchFile(id: string, signal: AbortSignal): Promise<Fetched> {
    const { token, endpoint, fetch } = this.#parts;
    const headers = { authorization: `Bearer ${token.reveal()}` };
    const url = `${endpoint}/api/v4/files/${encodeURIComponent(id)}`;
    return fetchBytes({ url, headers, signal, title: 'Mattermost', fetch });
  }

  #judge({ status, headers, json }: HttpAnswered): CallAnswer {
    const serverNow = serverNowOf(headers);
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

export const { troubleOf, failedOf, unsaid } = outcomesOf({
  title: 'Mattermost',
  ifUnclear:
    'If this stays, see whether endpoint is the address of your Mattermost, and what stands in between.',
  cureOf: ({ status }) => (status === 401 ? RENEW : undefined),
  isForLater: ({ status }) => status === 401 || status === 429,
});
