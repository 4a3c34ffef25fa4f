/**
 * Telegram's Bot API over HTTPS (core.telegram.org/bots/api, "Making requests"): one call, and what is
 * certain of it afterwards. The token stands in every address, so no address and no error text of the
 * client leaves this file.
 */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';

export type Answered =
  | {
      readonly kind: 'ok';
      readonly result: unknown;
      /** Epoch ms, by the clock of the server. */
      readonly serverNow?: number | undefined;
    }
  /** The Bot API itself said no: nothing was done. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
    }
  /** It never got there. @param code of the network: `ENOTFOUND` */
  | { readonly kind: 'unreached'; readonly code: string }
  /** No answer, or one that is not the Bot API's: it may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

export interface BotApiParts {
  readonly token: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
}

interface CallLimits {
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** https://core.telegram.org/bots/api#making-requests, #responseparameters */
const answerSchema = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.number().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

/** Fifty updates with 4096 characters and their entities are far below. */
const MOST_BYTES = 4_000_000;

const MOST_WHY = 200;

/** Nobody gets to keep this node silent for longer than that. */
const LONGEST_RETRY_MS = 3_600_000;

/** No connection came about, so nothing was said over it. TLS: the server was not the one that was wanted. */
const UNREACHED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|.*_CERT.*|UNABLE_TO_VERIFY.*)$/;

export class BotApi {
  readonly #parts: BotApiParts;

  constructor(parts: BotApiParts) {
    this.#parts = parts;
  }

  async call(method: string, params: object, { withinMs, signal }: CallLimits): Promise<Answered> {
    const { endpoint, token, fetch } = this.#parts;
    const limit = AbortSignal.timeout(withinMs);
    try {
      const response = await fetch(`${endpoint}/bot${token.reveal()}/${method}`, {
        method: 'POST',
        // The token is for this server, not for wherever it points on to.
        redirect: 'manual',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(params),
      });
      return this.#judge(response, parseBoundedJson(await textOf(response)));
    } catch (error) {
      const code = codeOf(error);
      if (UNREACHED.test(code)) return { kind: 'unreached', code };
      return { kind: 'unclear', why: limit.aborted ? 'no answer in time' : code };
    }
  }

  #judge({ status, headers }: Response, body: unknown): Answered {
    const { data } = answerSchema.safeParse(body);
    if (data === undefined) {
      const why = `HTTP ${String(status)}, and not from the Bot API`;
      return { kind: 'unclear', why };
    }
    const serverNow = Date.parse(headers.get('date') ?? '') || undefined;
    if (data.ok) return { kind: 'ok', result: data.result, serverNow };
    const seconds = data.parameters?.retry_after;
    return {
      kind: 'refused',
      status: data.error_code ?? status,
      why: this.#clean(data.description ?? `HTTP ${String(status)}`),
      retryAfterMs: seconds && Math.min(seconds * 1_000, LONGEST_RETRY_MS),
    };
  }

  #clean(text: string): string {
    return text.replaceAll(this.#parts.token.reveal(), '[secret]').slice(0, MOST_WHY);
  }
}

/** @throws Error when it is longer than anything the Bot API says */
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
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;
  if (hasCode && typeof cause.code === 'string') return cause.code;
  return 'the connection broke off';
}
