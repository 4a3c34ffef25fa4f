/** Slack's Web API (docs.slack.dev/apis/web-api): one call, and what is certain of it afterwards. */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import { outcomesOf, type CallAnswer, type Refused } from '../../channels/call-outcome.ts';
import type { Sent } from '../../channels/channel-adapter.ts';
import {
  HttpCaller,
  retryAfterOf,
  serverNowOf,
  type HttpAnswered,
} from '../../channels/http-call.ts';

/** Why it is refused, in one word: `channel_not_found` (docs.slack.dev/reference/methods, of each method). */
export type SlackAnswer = CallAnswer<Refused>;

export interface WebApiParts {
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
  readonly secrets: readonly Secret[];
}

interface SlackRequest {
  readonly json?: unknown;
  /** Instead of JSON: some methods take nothing else. */
  readonly form?: URLSearchParams;
  readonly signal?: AbortSignal;
}

const answerSchema = z.object({ ok: z.boolean(), error: z.string().optional() });

/** What Slack says when it does not know itself (docs.slack.dev/reference/methods/chat.postMessage, "Errors"). */
const UNCLEAR = ['fatal_error', 'internal_error', 'request_timeout'];

export class WebApi {
  readonly #endpoint: string;
  readonly #http: HttpCaller;

  constructor({ endpoint, fetch, secrets }: WebApiParts) {
    this.#endpoint = endpoint;
    this.#http = new HttpCaller(fetch, secrets);
  }

  async call(
    method: string,
    token: Secret,
    { json = {}, form, signal }: SlackRequest = {},
  ): Promise<SlackAnswer> {
    const called = await this.#http.call({
      url: `${this.#endpoint}/${method}`,
      headers: {
        authorization: `Bearer ${token.reveal()}`,
        ...(form === undefined && { 'content-type': 'application/json; charset=utf-8' }),
      },
      ...(form === undefined ? { json } : { body: form }),
      ...(signal !== undefined && { signal }),
    });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  /** …/reference/methods/files.getUploadURLExternal: the address itself says who may; it answers in words. */
  async put(url: string, body: Uint8Array<ArrayBuffer>): Promise<SlackAnswer> {
    const headers = { 'content-type': 'application/octet-stream' };
    const called = await this.#http.call({ url, body, headers });
    if (called.kind !== 'answered') return called;
    const { status } = called;
    if (status === 200) return { kind: 'ok', body: undefined, serverNow: undefined };
    const why = `HTTP ${String(status)}`;
    return status === 429 || status >= 500 ? { kind: 'unclear', why } : { kind: 'refused', why };
  }

  #judge({ status, headers, json }: HttpAnswered): SlackAnswer {
    const { data } = answerSchema.safeParse(json);
    const serverNow = serverNowOf(headers);
    if (status === 429) {
      const retryAfterMs = retryAfterOf(headers, serverNow ?? 0);
      return { kind: 'refused', why: 'ratelimited', retryAfterMs };
    }
    if (data === undefined)
      return { kind: 'unclear', why: `HTTP ${String(status)}, and not from Slack` };
    if (data.ok) return { kind: 'ok', body: json, serverNow };
    const why = this.#http.clean(data.error ?? `HTTP ${String(status)}`);
    return UNCLEAR.includes(why) ? { kind: 'unclear', why } : { kind: 'refused', why };
  }
}

const REINSTALL =
  'Install the app to the workspace again, and put its tokens where platform.yaml points.';

const CURES: Readonly<Record<string, string>> = {
  invalid_auth: REINSTALL,
  not_authed: REINSTALL,
  token_revoked: REINSTALL,
  token_expired: REINSTALL,
  account_inactive: REINSTALL,
  missing_scope:
    'Give the bot chat:write, files:read, files:write, im:history and app_mentions:read, and install the app again.',
  not_allowed_token_type:
    'auth_token is the one that begins with xoxb-, options.app_token with xapp-.',
  forbidden_team: REINSTALL,
};

/** It is about the token, the pace or the server, and not about this message. */
const LATER = ['ratelimited', 'rate_limited', 'service_unavailable', ...Object.keys(CURES)];

export const { troubleOf, failedOf, unsaid } = outcomesOf<Refused>({
  title: 'Slack',
  ifUnclear:
    'If this stays, see what stands between this board and Slack: a proxy, or a login page of the network.',
  cureOf: ({ why }) => (Object.hasOwn(CURES, why) ? CURES[why] : undefined),
  isForLater: ({ why }) => LATER.includes(why),
});

export function sentOf(answer: SlackAnswer, refOf: (body: unknown) => string | undefined): Sent {
  return answer.kind === 'ok' ? { kind: 'sent', ref: refOf(answer.body) } : failedOf(answer);
}
