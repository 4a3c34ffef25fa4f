/**
 * Telegram's Bot API over HTTPS (core.telegram.org/bots/api, "Making requests"): one call, and what is
 * certain of it afterwards. The token stands in every address, so no address leaves this file.
 */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import { outcomesOf, type CallAnswer } from '../../channels/call-outcome.ts';
import type { Fetched } from '../../channels/channel-adapter.ts';
import { fetchBytes } from '../../channels/fetch-bytes.ts';
import {
  boundedRetry,
  HttpCaller,
  serverNowOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';

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

  async call(method: string, params: object, limits: CallLimits): Promise<CallAnswer> {
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

  #judge({ status, headers, json }: HttpAnswered): CallAnswer {
    const { data } = answerSchema.safeParse(json);
    if (data === undefined) {
      const why = `HTTP ${String(status)}, and not from the Bot API`;
      return { kind: 'unclear', why };
    }
    const serverNow = serverNowOf(headers);
    if (data.ok) return { kind: 'ok', body: data.result, serverNow };
    const seconds = data.parameters?.retry_after;
    const code = data.error_code ?? status;
    return {
      kind: 'refused',
      status: code,
      why: `${this.#http.clean(data.description ?? 'no')} (${String(code)})`,
      retryAfterMs: seconds && boundedRetry(seconds * 1_000),
    };
  }
}

const NEW_TOKEN =
  'Get the token of this bot from @BotFather (/token) and put it where auth_token points.';

const CURES: Readonly<Record<number, string>> = {
  401: NEW_TOKEN,
  404: NEW_TOKEN,
  409: 'Stop the other program that polls with this token, or delete the webhook of the bot: only one may ask.',
};

export const { troubleOf, failedOf, unsaid } = outcomesOf({
  title: 'Telegram',
  ifUnclear:
    'If this stays, see what stands between this board and Telegram: a proxy, or a login page of the network.',
  cureOf: ({ status }) => CURES[status],
  isForLater: ({ status }) => [401, 404, 429].includes(status) || status >= 500,
});
