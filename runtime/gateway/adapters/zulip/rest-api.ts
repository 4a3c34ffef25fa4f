/** Zulip's REST API (zulip.com/api/rest): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import {
  boundedRetry,
  cureOfNetwork,
  HttpCaller,
  retryAfterOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';

export type ZulipAnswer =
  | {
      readonly kind: 'ok';
      readonly body: unknown;
      /** Epoch ms, by the clock of the server, to the second. */
      readonly serverNow: number | undefined;
    }
  | ZulipFailure;

export type ZulipFailure =
  /** Zulip itself said no: nothing was done. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** zulip.com/api/rest-error-handling: `BAD_EVENT_QUEUE_ID` */
      readonly code: string;
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly kind: 'unreached'; readonly code: string }
  /** It may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

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

  #judge({ status, headers, json }: HttpAnswered): ZulipAnswer {
    const serverNow = Date.parse(headers.get('date') ?? '') || undefined;
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

export function troubleOf(failure: ZulipFailure): Trouble {
  switch (failure.kind) {
    case 'unreached':
      return {
        why: `Zulip is not reached: ${failure.code}`,
        cure: cureOfNetwork(failure.code, 'Zulip'),
      };
    case 'unclear':
      return {
        why: `Zulip did not answer: ${failure.why}`,
        cure: 'If this stays, see whether endpoint is the address of your organization, and what stands in between.',
      };
    case 'refused': {
      const { why, retryAfterMs } = failure;
      return {
        why: `Zulip says: ${why}`,
        ...(isAboutAccount(failure) && { cure: RENEW }),
        retryAfterMs,
      };
    }
  }
}

export function failedOf(failure: ZulipFailure): Exclude<Sent, { readonly kind: 'sent' }> {
  switch (failure.kind) {
    case 'unclear':
      return { kind: 'unknown', why: failure.why };
    case 'unreached':
      return { kind: 'later', ...troubleOf(failure) };
    case 'refused':
      return isAboutAccount(failure) || failure.status === 429
        ? { kind: 'later', ...troubleOf(failure) }
        : { kind: 'refused', why: failure.why };
  }
}

/** zulip.com/api/rest-error-handling: 401 is about the key, the bot or the organization, and not about this message. */
function isAboutAccount(failure: ZulipFailure): boolean {
  return failure.kind === 'refused' && failure.status === 401;
}
