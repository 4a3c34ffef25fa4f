/** Gotify's REST API (gotify.net/api-docs): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import { outcomesOf, type CallAnswer } from '../../channels/call-outcome.ts';
import {
  HttpCaller,
  retryAfterOf,
  serverNowOf,
  type HttpAnswered,
  type HttpRequest,
} from '../../channels/http-call.ts';

export interface RestParts {
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
  readonly secrets: readonly Secret[];
}

/** gotify.net/api-docs, "Error" */
const errorSchema = z.object({
  error: z.string(),
  errorCode: z.int(),
  errorDescription: z.string(),
});

export class RestApi {
  readonly #parts: RestParts;
  readonly #http: HttpCaller;

  constructor(parts: RestParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, parts.secrets);
  }

  async call(
    path: string,
    token: Secret,
    request: Pick<HttpRequest, 'json' | 'signal'> = {},
  ): Promise<CallAnswer> {
    const called = await this.#http.call({
      ...request,
      url: `${this.#parts.endpoint}/${path}`,
      headers: { 'x-gotify-key': token.reveal() },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  #judge({ status, headers, json }: HttpAnswered): CallAnswer {
    const serverNow = serverNowOf(headers);
    if (status === 200 && json !== undefined) return { kind: 'ok', body: json, serverNow };
    const error = errorSchema.safeParse(json).data;
    // It has no limits of its own; a proxy in front of it that has passes nothing on.
    if (status === 429) {
      const retryAfterMs = retryAfterOf(headers, serverNow ?? 0);
      return { kind: 'refused', status, why: 'too many requests', retryAfterMs };
    }
    if (error === undefined)
      return { kind: 'unclear', why: `HTTP ${String(status)}, and not from Gotify` };
    const why = this.#http.clean(`${error.error}: ${error.errorDescription}`);
    // No promise was found that nothing was told when it fails; and a 502 or 503 may be of whatever stands before it.
    return status >= 500 ? { kind: 'unclear', why } : { kind: 'refused', status, why };
  }
}

const RENEW =
  'Take the token of the application and that of the client anew (Apps, Clients), and put them where auth_token and options.client_token point.';

/** @param status of HTTP, also where it lets nobody listen */
export function isAboutToken(status: number | undefined): boolean {
  return status === 401 || status === 403;
}

export const { troubleOf, failedOf } = outcomesOf({
  title: 'Gotify',
  ifUnclear:
    'If this stays, see whether endpoint is the address of a Gotify server, and what stands in between.',
  cureOf: ({ status }) => (isAboutToken(status) ? RENEW : undefined),
  isForLater: ({ status }) => isAboutToken(status) || status === 429,
});
