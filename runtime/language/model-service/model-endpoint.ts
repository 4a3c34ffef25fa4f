/** One model service over HTTP. What goes wrong is told, never thrown: the node answers without it. */
import type { Clock } from '../../core/clock.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { ModelService } from '../../config/site.ts';
import { collectAnswer, type Answer } from './answer.ts';
import { refuseService } from './errors.ts';
import { readEvents } from './read-events.ts';
import { complaintIn, type Message, type Tool } from './wire.ts';

export interface Question {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** The answer is cut there by the service. */
  readonly maxTokens: number;
}

/** After a failure nobody waits for the same one again: until then the answer comes without asking. */
const REST_MS = 30_000;

/** A service may ask for a longer rest, but not for ever. */
const MOST_REST_MS = 3_600_000;

/** Of what a service says of itself: characters read, and told. */
const MOST_READ = 4096;
const MOST_WORDS = 200;

/** What came back, and how long the service wants to be left alone, in ms. */
interface Asked {
  readonly answer: Answer | Refusal;
  readonly restMs?: number;
}

export class ModelEndpoint {
  readonly #service: ModelService;
  readonly #clock: Clock;
  #failure: { readonly refusal: Refusal; readonly until: number } | undefined;

  constructor(service: ModelService, clock: Clock) {
    this.#service = service;
    this.#clock = clock;
  }

  /** Why it is not asked now; undefined when it may be. */
  resting(): Refusal | undefined {
    const failure = this.#failure;
    return failure !== undefined && this.#clock.now() < failure.until ? failure.refusal : undefined;
  }

  async ask(question: Question, signal: AbortSignal): Promise<Answer | Refusal> {
    const { answer, restMs = REST_MS } = await this.#ask(question, signal);
    this.#failure =
      isRefusal(answer) && answer.code !== 'MODEL_SERVICE_ENDLESS'
        ? { refusal: answer, until: this.#clock.now() + restMs }
        : undefined;
    return answer;
  }

  async #ask(question: Question, signal: AbortSignal): Promise<Asked> {
    try {
      const response = await this.#post(question, signal);
      if (response.status >= 300) return await this.#refused(response);
      const type = response.headers.get('content-type') ?? '';
      const isStream = response.body !== null && !/html|json/.test(type);
      if (isStream) return { answer: await collectAnswer(readEvents(response.body)) };
      await response.body?.cancel();
      const message = `the model service answered with ${type || 'nothing'} instead of a stream`;
      return { answer: refuseService('MODEL_SERVICE_MALFORMED', message) };
    } catch (error) {
      return { answer: signal.aborted ? givenUp(signal) : notThere(error) };
    }
  }

  #post({ messages, tools, maxTokens }: Question, signal: AbortSignal): Promise<Response> {
    const { endpoint, model, apiKey } = this.#service;
    return fetch(`${endpoint.replace(/\/$/, '')}/chat/completions`, {
      method: 'POST',
      // A key is for this address, not for wherever it points on to.
      redirect: 'manual',
      signal,
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey.reveal()}` }),
      },
      body: JSON.stringify({
        ...{ model, messages, stream: true, temperature: 0, max_tokens: maxTokens },
        // llama.cpp writes one call an answer unless it is asked for more.
        ...(tools.length === 0 ? {} : { tools, parallel_tool_calls: true }),
      }),
    });
  }

  /** In its own words, which anybody may have written: quoted, and without the key. */
  async #refused(response: Response): Promise<Asked> {
    const { status, headers } = response;
    const text = await beginning(response);
    const key = this.#service.apiKey?.reveal();
    const said = quote(complaintIn(text) ?? text);
    const told = key === undefined ? said : said.replaceAll(key, '…');
    const message = `the model service answered ${String(status)}: ${told}`;
    return {
      answer: refuseService('MODEL_SERVICE_REFUSED', message),
      restMs: restOf(headers.get('retry-after'), this.#clock.now()),
    };
  }
}

/** Enough to say why: whoever refuses may still talk on for ever. */
async function beginning({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  const pieces: AsyncIterable<Uint8Array> | null = body;
  let text = '';
  for await (const piece of pieces ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length >= MOST_READ) break;
  }
  return text;
}

function quote(words: string): string {
  const plain = words.replaceAll(/[\p{C}\p{Zl}\p{Zp}“”\s]+/gu, ' ').trim();
  return `“${plain.slice(0, MOST_WORDS)}”`;
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. Shorter rests than ours are not taken up. */
function restOf(header: string | null, now: number): number {
  const given = header ?? '';
  const ms = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - now;
  return Number.isNaN(ms) ? REST_MS : Math.min(Math.max(ms, REST_MS), MOST_REST_MS);
}

/** Its time is over, or that of this node. */
function givenUp({ reason }: AbortSignal): Refusal {
  const isLate = reason instanceof DOMException && reason.name === 'TimeoutError';
  const why = isLate ? 'did not answer in time' : 'was given up, since this node is stopping';
  return refuseService('MODEL_SERVICE_SLOW', `the model service ${why}`);
}

function notThere(error: unknown): Refusal {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const why =
    typeof cause === 'object' && cause !== null && 'code' in cause
      ? String(cause.code)
      : cause instanceof Error
        ? cause.message
        : String(cause);
  return refuseService('MODEL_SERVICE_DOWN', `the model service is not there (${why})`);
}
