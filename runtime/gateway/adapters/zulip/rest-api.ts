/** Zulip's REST API (zulip.com/api/rest): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { Fetched } from '../../channels/channel-adapter.ts';
import {
  outcomesOf,
  type CallAnswer,
  type CallFailure,
  type RefusedByStatus,
} from '../../channels/call-outcome.ts';
import { addressWithin, fetchBytes, FOREIGN_ADDRESS } from '../../channels/fetch-bytes.ts';
import {
  boundedRetry,
  HttpCaller,
  retryAfterOf,
  serverNowOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';

interface RefusedByCode extends RefusedByStatus {
  /** zulip.com/api/rest-error-handling: `BAD_EVENT_QUEUE_ID` */
  readonly code: string;
}

export type ZulipAnswer = CallAnswer<RefusedByCode>;
export type ZulipFailure = CallFailure<RefusedByCode>;

export interface RestParts {
  readonly token: Secret;
  /** Of the bot: the name with the key. */
  readonly email: string;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
}

export interface ZulipCall {
  /** Default: GET. */
  readonly method?: 'POST' | 'PATCH';
  readonly params?: Readonly<Record<string, string>>;
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

const doneSchema = z.object({ result: z.literal('success') });

/** zulip.com/api/get-file-temporary-url: on the same server, good for a minute. */
const temporarySchema = z.object({ url: z.string().startsWith('/user_uploads/temporary/') });

/** zulip.com/api/rest-error-handling */
const errorSchema = z.object({
  result: z.literal('error'),
  msg: z.string(),
  code: z.string().default(''),
  'retry-after': z.number().optional(),
});

export class RestApi {
  readonly #parts: RestParts;
  readonly #http: HttpCaller;

  constructor(parts: RestParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
  }

  /** Parameters are a query, or a form: zulip.com/api/http-headers, zulip.com/api/rest */
  async call(path: string, { params = {}, ...call }: ZulipCall = {}): Promise<ZulipAnswer> {
    const { token, email, endpoint } = this.#parts;
    const basic = Buffer.from(`${email}:${token.reveal()}`).toString('base64');
    const form = new URLSearchParams(params);
    const url = `${endpoint}/api/v1/${path}`;
    const called = await this.#http.call({
      ...call,
      ...(call.method === undefined ? { url: `${url}?${form.toString()}` } : { url, body: form }),
      headers: { authorization: `Basic ${basic}` },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  /** zulip.com/api/get-file-temporary-url: what it names is had without the key. @param path of the upload: `2/ab/level.png` */
  async fetchFile(path: string, signal: AbortSignal): Promise<Fetched> {
    const { endpoint, fetch } = this.#parts;
    const parts = path.split('/').map(encodeURIComponent);
    const answer = await this.call(`user_uploads/${parts.join('/')}`, { signal });
    if (answer.kind !== 'ok') return unsaid(answer);
    const place = temporarySchema.safeParse(answer.body).data?.url;
    const url = place && addressWithin(`${endpoint}${place}`, [new URL(endpoint).origin]);
    return url === undefined ? FOREIGN_ADDRESS : fetchBytes({ url, signal, title: 'Zulip', fetch });
  }

  #judge({ status, headers, json }: HttpAnswered): ZulipAnswer {
    const serverNow = serverNowOf(headers);
    if (status === 200 && doneSchema.safeParse(json).success)
      return { kind: 'ok', body: json, serverNow };
    const error = errorSchema.safeParse(json).data;
    if (error === undefined)
      return { kind: 'unclear', why: `HTTP ${String(status)}, and not from Zulip` };
    const why = this.#http.clean(error.msg);
    // It fails also after a message was kept, when nobody can be told of it any more.
    if (status >= 500) return { kind: 'unclear', why };
    const seconds = error['retry-after'];
    const retryAfterMs =
      retryAfterOf(headers, serverNow ?? 0) ??
      (seconds === undefined ? undefined : boundedRetry(seconds * 1_000));
    return { kind: 'refused', status, code: error.code, why, retryAfterMs };
  }
}

const RENEW =
  'Take the address and the API key of the bot (Personal settings, Bots), put the key where platform.yaml points, and see that the bot is active.';

export const { troubleOf, failedOf, unsaid } = outcomesOf<RefusedByCode>({
  title: 'Zulip',
  ifUnclear:
    'If this stays, see whether endpoint is the address of your organization, and what stands in between.',
  // zulip.com/api/rest-error-handling: 401 is about the key, the bot or the organization.
  cureOf: ({ status }) => (status === 401 ? RENEW : undefined),
  isForLater: ({ status }) => status === 401 || status === 429,
});
