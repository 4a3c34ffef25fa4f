/**
 * One call of a platform's HTTP interface, and what is certain of it afterwards. Redirects are not followed
 * (what is secret is for this server, not for wherever it points on to), answers are bounded, and no text of
 * an error has an address or a secret in it.
 */
import { Secret } from '../../config/secret.ts';
import { parseBoundedJson } from '../../core/bounded-json.ts';

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | URLSearchParams | Uint8Array<ArrayBuffer>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Default: 10 s. */
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

export type HttpCalled =
  | HttpAnswered
  /** It never got there. @param code of the network: `ENOTFOUND` */
  | { readonly kind: 'unreached'; readonly code: string }
  /** No whole answer: it may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

export interface HttpAnswered {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: Headers;
  /** ≤ 4 MB */
  readonly text: string;
  /** undefined: it is no JSON. */
  readonly json: unknown;
}

/** Fifty messages with all that is told about them are far below. */
const MOST_BYTES = 4_000_000;

const MOST_WHY = 200;

const MOST_GRANTED = 4;

const WITHIN_MS = 10_000;

/**
 * Parts of a path that climb out of it (url.spec.whatwg.org, "double-dot URL path segment"): no call has one by
 * itself, and an id that a platform tells may be one, which stays what it is when it is encoded.
 */
const CLIMBS = /\/(?:\.|%2e){1,2}(?=[/?#]|$)/i;

/** No connection came about, so nothing was said over it. TLS: the server was not the one that was wanted. */
export const UNREACHED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|.*_CERT.*|UNABLE_TO_VERIFY.*)$/;

export class HttpCaller {
  readonly #fetch: typeof globalThis.fetch;
  readonly #secrets: readonly Secret[];
  /** The last ones. */
  #granted: readonly Secret[] = [];

  /** @param secrets what no error text may show */
  constructor(fetch: typeof globalThis.fetch, secrets: readonly (Secret | undefined)[] = []) {
    this.#fetch = fetch;
    // Of an empty one there is nothing to hide, and it stands between all signs.
    this.#secrets = secrets.filter((secret) => secret !== undefined).filter(isNotEmpty);
  }

  async call(request: HttpRequest): Promise<HttpCalled> {
    const { url, method, headers, body, json, withinMs = WITHIN_MS, signal } = request;
    if (CLIMBS.test(url.split('?', 1)[0] ?? ''))
      return { kind: 'unreached', code: 'no such address' };
    const limit = AbortSignal.timeout(withinMs);
    const content = json === undefined ? body : JSON.stringify(json);
    try {
      const response = await this.#fetch(url, {
        method: method ?? (content === undefined ? 'GET' : 'POST'),
        redirect: 'manual',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        headers: {
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(content !== undefined && { body: content }),
      });
      const text = await textOf(response);
      const { status } = response;
      return {
        ...{ kind: 'answered', status, headers: response.headers, text },
        json: parseBoundedJson(text),
      };
    } catch (error) {
      const code = codeOf(error);
      if (UNREACHED.test(code)) return { kind: 'unreached', code };
      return { kind: 'unclear', why: limit.aborted ? 'no answer in time' : code };
    }
  }

  /** A token that a platform gave for a while: no error text may show it either. The one before may still be answered. */
  hide(token: string): void {
    this.#granted = [...this.#granted, new Secret(token)].filter(isNotEmpty).slice(-MOST_GRANTED);
  }

  /** What a platform says, fit to be shown. */
  clean(text: string): string {
    const open = [...this.#secrets, ...this.#granted].reduce(
      (rest, secret) => rest.replaceAll(secret.reveal(), '[secret]'),
      text,
    );
    return open
      .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim()
      .slice(0, MOST_WHY);
  }
}

function isNotEmpty(secret: Secret): boolean {
  return secret.reveal() !== '';
}

/** When the server answered, by its own clock; epoch ms, to the second. */
export function serverNowOf(headers: Headers): number | undefined {
  return Date.parse(headers.get('date') ?? '') || undefined;
}

/** `Retry-After` in ms: RFC 9110 §10.2.3, in seconds or as a date; an hour at most, nobody silences this node for longer. */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const given = headers.get('retry-after');
  if (given === null) return undefined;
  const seconds = Number(given);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(given) - now;
  return boundedRetry(waitMs);
}

const LONGEST_RETRY_MS = 3_600_000;

/** What a platform wants to be waited, in bounds. */
export function boundedRetry(waitMs: number): number | undefined {
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), LONGEST_RETRY_MS) : undefined;
}

/** @throws Error when it is longer than anything a platform says */
async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  if (body === undefined) return '';
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) throw new Error('too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Never its message: that may have the address in it. */
export function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;
  if (hasCode && typeof cause.code === 'string') return cause.code;
  return 'the connection broke off';
}

/** What to do when a platform is not reached. @param title of the platform */
export function cureOfNetwork(code: string, title: string): string {
  return /CERT|TLS|VERIFY/.test(code)
    ? `Check the clock of this board, and what stands between it and ${title}.`
    : 'Check the network and the name server of this board.';
}
