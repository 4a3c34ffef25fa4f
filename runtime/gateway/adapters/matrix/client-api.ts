/**
 * Matrix's client-server API (spec.matrix.org/latest/client-server-api, "API Standards"): one call, and what is
 * certain of it afterwards.
 */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import {
  outcomesOf,
  type CallAnswer,
  type CallFailure,
  type Refused,
} from '../../channels/call-outcome.ts';
import type { Fetched, Sent } from '../../channels/channel-adapter.ts';
import { fetchBytes } from '../../channels/fetch-bytes.ts';
import {
  boundedRetry,
  HttpCaller,
  retryAfterOf,
  serverNowOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';

interface RefusedByCode extends Refused {
  /** `M_FORBIDDEN`: …#standard-error-response */
  readonly code: string;
}

export type MatrixAnswer = CallAnswer<RefusedByCode>;
export type MatrixFailure = CallFailure<RefusedByCode>;

export interface ClientApiParts {
  readonly token: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly json?: unknown;
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

/** …#standard-error-response, and …#rate-limiting for the time. */
const errorSchema = z.object({
  errcode: z.string(),
  error: z.string().default(''),
  retry_after_ms: z.number().optional(),
});

export class ClientApi {
  readonly #parts: ClientApiParts;
  readonly #http: HttpCaller;

  constructor(parts: ClientApiParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
  }

  /** @param path below `client/v3/`; what is in it was encoded */
  async call(path: string, call: Call = {}): Promise<MatrixAnswer> {
    const { endpoint, token } = this.#parts;
    const called = await this.#http.call({
      ...call,
      url: `${endpoint}/_matrix/client/v3/${path}`,
      headers: { authorization: `Bearer ${token.reveal()}` },
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  /** …/#get_matrixclientv1mediadownloadservernamemediaid, of homeservers since v1.11. @param ref `SERVER/ID` */
  fetchFile(ref: string, signal: AbortSignal): Promise<Fetched> {
    const { endpoint, token, fetch } = this.#parts;
    const path = ref.split('/').map(encodeURIComponent).join('/');
    const url = `${endpoint}/_matrix/client/v1/media/download/${path}`;
    const headers = { authorization: `Bearer ${token.reveal()}` };
    return fetchBytes({ url, headers, signal, title: 'the homeserver', fetch });
  }

  #judge({ status, headers, json }: HttpAnswered): MatrixAnswer {
    const said = `HTTP ${String(status)}`;
    if (status === 200 && typeof json === 'object' && json !== null)
      return { kind: 'ok', body: json };
    const { data } = errorSchema.safeParse(json);
    if (data === undefined) return { kind: 'unclear', why: `${said}, and not from Matrix` };
    const code = this.#http.clean(data.errcode);
    if (status >= 500) return { kind: 'unclear', why: `${said}, ${code}` };
    const now = serverNowOf(headers) ?? 0;
    const waitMs = data.retry_after_ms;
    return {
      ...{ kind: 'refused', code, why: `${code}: ${this.#http.clean(data.error)}` },
      retryAfterMs: waitMs === undefined ? retryAfterOf(headers, now) : boundedRetry(waitMs),
    };
  }
}

const CURE_OF_TOKEN =
  'Log in once more as the account of this site, put the new access token where auth_token points, and do not log out there.';

const CURES: Readonly<Record<string, string>> = {
  M_UNKNOWN_TOKEN: CURE_OF_TOKEN,
  M_MISSING_TOKEN: CURE_OF_TOKEN,
  M_USER_DEACTIVATED: 'The account is closed: make another for this site.',
  M_USER_LOCKED: 'The account is locked: ask whoever keeps the homeserver.',
  M_UNRECOGNIZED: 'Check `endpoint`: it is the homeserver itself, without a path.',
};

export const { troubleOf, failedOf, unsaid } = outcomesOf<RefusedByCode>({
  title: 'the homeserver',
  ifUnclear:
    'If this stays, see whether `endpoint` is the homeserver, and what stands between: a proxy, or a login page of the network.',
  cureOf: ({ code }) => (Object.hasOwn(CURES, code) ? CURES[code] : undefined),
  isForLater: ({ code }) => code === 'M_LIMIT_EXCEEDED' || Object.hasOwn(CURES, code),
});

const sentSchema = z.object({ event_id: z.string() });

export function sentOf(answer: MatrixAnswer): Sent {
  if (answer.kind !== 'ok') return failedOf(answer);
  return { kind: 'sent', ref: sentSchema.safeParse(answer.body).data?.event_id };
}
