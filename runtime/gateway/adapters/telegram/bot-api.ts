/**
 * Telegram's Bot API over HTTPS (core.telegram.org/bots/api, "Making requests"): one call, and what is
 * certain of it afterwards. The token stands in every address, so no address leaves this file.
 */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { Fetched } from '../../channels/channel-adapter.ts';
import { fetchBytes } from '../../channels/fetch-bytes.ts';
import { boundedRetry, HttpCaller, type HttpAnswered } from '../../channels/http-call.ts';

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

export class BotApi {
  readonly #parts: BotApiParts;
  readonly #http: HttpCaller;

  constructor(parts: BotApiParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
  }

  async call(method: string, params: object, limits: CallLimits): Promise<Answered> {
    const { endpoint, token } = this.#parts;
    const url = `${endpoint}/bot${token.reveal()}/${method}`;
    const content = params instanceof FormData ? { body: params } : { json: params };
    const called = await this.#http.call({ url, ...content, ...limits });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  /** @param path as `getFile` tells it (core.telegram.org/bots/api#file) */
  fetchFile(path: string, signal: AbortSignal): Promise<Fetched> {
    const { endpoint, token, fetch } = this.#parts;
    const url = `${endpoint}/file/bot${token.reveal()}/${path}`;
    return fetchBytes({ url, signal, title: 'Telegram', fetch });
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const { data } = answerSchema.safeParse(json);
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
      why: this.#http.clean(data.description ?? `HTTP ${String(status)}`),
      retryAfterMs: seconds && boundedRetry(seconds * 1_000),
    };
  }
}
