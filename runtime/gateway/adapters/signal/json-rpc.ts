/** signal-cli's JSON-RPC over HTTP (man signal-cli-jsonrpc(5), POST /api/v1/rpc): one call, and what is certain of it afterwards. */
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import { cureOfNetwork, HttpCaller, type HttpAnswered } from '../../channels/http-call.ts';

export type SignalAnswer = { readonly kind: 'ok'; readonly result: unknown } | SignalFailure;

export type SignalFailure =
  /** signal-cli itself says no. @param code of JSON-RPC */
  | { readonly kind: 'refused'; readonly code: number; readonly why: string }
  | { readonly kind: 'unreached'; readonly code: string }
  /** It may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

const answerSchema = z.object({
  jsonrpc: z.literal('2.0'),
  result: z.unknown().optional(),
  error: z.object({ code: z.int(), message: z.string().nullish() }).nullish(),
});

/** jsonrpc.org/specification, 5.1; src/main/java/org/asamk/signal/jsonrpc/SignalJsonRpcCommandHandler.java */
const INVALID_PARAMS = -32602;
const INTERNAL = -32603;
const IO = -3;
const UNTRUSTED_KEY = -4;
const RATE_LIMIT = -5;

export class JsonRpc {
  readonly #url: string;
  readonly #account: string;
  readonly #http: HttpCaller;

  constructor(parts: {
    readonly endpoint: string;
    readonly account: string;
    readonly fetch: typeof globalThis.fetch;
  }) {
    this.#url = `${parts.endpoint}/api/v1/rpc`;
    this.#account = parts.account;
    this.#http = new HttpCaller(parts.fetch);
  }

  /** @param params beside the account */
  async call(method: string, params: object, signal?: AbortSignal): Promise<SignalAnswer> {
    const json = {
      ...{ jsonrpc: '2.0', id: crypto.randomUUID(), method },
      params: { account: this.#account, ...params },
    };
    // It may have to ask Signal for the keys of many devices first.
    const limits = { withinMs: 30_000, ...(signal !== undefined && { signal }) };
    const called = await this.#http.call({ url: this.#url, json, ...limits });
    return called.kind === 'answered' ? this.#judge(called) : called;
  }

  #judge({ status, json }: HttpAnswered): SignalAnswer {
    const answer = status === 200 ? answerSchema.safeParse(json).data : undefined;
    if (answer === undefined)
      return { kind: 'unclear', why: `HTTP ${String(status)}, and not from signal-cli` };
    if (!answer.error) return { kind: 'ok', result: answer.result };
    const { code, message } = answer.error;
    const why = this.#http.clean(message ?? '');
    // What failed on the way to Signal, or within, may have failed after it was sent.
    if (code === IO || code === INTERNAL) return { kind: 'unclear', why };
    return { kind: 'refused', code, why: `${why} (${String(code)})` };
  }
}

const CURES: Readonly<Record<number, string>> = {
  [INVALID_PARAMS]:
    'Is options.account the number that signal-cli has (signal-cli listAccounts), with its + at the beginning?',
  [RATE_LIMIT]:
    'Signal wants to see a person: signal-cli submitRateLimitChallenge, as docs/channels/signal.md says.',
  [UNTRUSTED_KEY]:
    'Their safety number has changed: signal-cli trust, when you know that it is theirs.',
};

export function troubleOf(failure: SignalFailure): Trouble {
  switch (failure.kind) {
    case 'unreached':
      return {
        why: `signal-cli is not reached: ${failure.code}`,
        cure:
          failure.code === 'ECONNREFUSED'
            ? 'Start signal-cli daemon --http where endpoint says: docs/channels/signal.md'
            : cureOfNetwork(failure.code, 'signal-cli'),
      };
    case 'unclear':
      return {
        why: `signal-cli did not answer: ${failure.why}`,
        cure: 'See the log of signal-cli.',
      };
    case 'refused': {
      const cure = CURES[failure.code];
      return { why: `signal-cli says: ${failure.why}`, ...(cure !== undefined && { cure }) };
    }
  }
}

export function failedOf(failure: SignalFailure): Exclude<Sent, { readonly kind: 'sent' }> {
  switch (failure.kind) {
    case 'unclear':
      return { kind: 'unknown', why: failure.why };
    case 'unreached':
      return { kind: 'later', ...troubleOf(failure) };
    case 'refused':
      return [INVALID_PARAMS, RATE_LIMIT].includes(failure.code)
        ? { kind: 'later', ...troubleOf(failure) }
        : { kind: 'refused', why: failure.why };
  }
}

/** src/main/java/org/asamk/signal/json/JsonSendMessageResult.java */
const sentSchema = z.object({
  timestamp: z.int(),
  results: z.array(z.object({ type: z.string() })).optional(),
});

/** In a group it is enough that one has it: it cannot be sent to the others alone. */
export function sentOf(result: unknown): Sent {
  const sent = sentSchema.safeParse(result).data;
  if (sent === undefined) return { kind: 'unknown', why: 'what answered is not signal-cli' };
  const types = (sent.results ?? []).map(({ type }) => type);
  if (types.length === 0 || types.includes('SUCCESS'))
    return { kind: 'sent', ref: String(sent.timestamp) };
  if (types.includes('RATE_LIMIT_FAILURE'))
    return failedOf({ kind: 'refused', code: RATE_LIMIT, why: 'too many messages' });
  if (types.includes('NETWORK_FAILURE'))
    return { kind: 'unknown', why: 'signal-cli lost the connection to Signal' };
  return { kind: 'refused', why: `signal-cli says ${types.join(', ').slice(0, 100)}` };
}
