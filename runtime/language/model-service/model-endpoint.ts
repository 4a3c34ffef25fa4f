/** One model service over HTTP. What goes wrong is told, never thrown: the node answers without it. */
import type { Clock } from '../../core/clock.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { ModelService } from '../../config/site.ts';
import { collectAnswer, type Answer } from './answer.ts';
import { refuseService } from './errors.ts';
import { readEvents } from './read-events.ts';
import { failureSchema, type Message, type Tool } from './wire.ts';

export interface Question {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** The answer is cut there by the service. */
  readonly maxTokens: number;
}

/** After a failure nobody waits for the same one again: until then the answer comes without asking. */
const REST_MS = 30_000;

/** Of what a service says of itself. */
const MOST_WORDS = 200;

export class ModelEndpoint {
  readonly #service: ModelService;
  readonly #clock: Clock;
  #failure: { readonly refusal: Refusal; readonly at: number } | undefined;

  constructor(service: ModelService, clock: Clock) {
    this.#service = service;
    this.#clock = clock;
  }

  /** Why it is not asked now; undefined when it may be. */
  resting(): Refusal | undefined {
    const failure = this.#failure;
    return failure !== undefined && this.#clock.now() - failure.at < REST_MS
      ? failure.refusal
      : undefined;
  }

  async ask(question: Question, signal: AbortSignal): Promise<Answer | Refusal> {
    const answer = await this.#ask(question, signal);
    this.#failure =
      isRefusal(answer) && answer.code !== 'MODEL_SERVICE_ENDLESS'
        ? { refusal: answer, at: this.#clock.now() }
        : undefined;
    return answer;
  }

  async #ask(question: Question, signal: AbortSignal): Promise<Answer | Refusal> {
    try {
      const response = await this.#post(question, signal);
      if (!response.ok) return refuseService('MODEL_SERVICE_REFUSED', await whyNot(response));
      if (response.body === null)
        return refuseService('MODEL_SERVICE_MALFORMED', 'the model service answered nothing');
      return await collectAnswer(readEvents(response.body));
    } catch (error) {
      return signal.aborted
        ? refuseService('MODEL_SERVICE_SLOW', 'the model service did not answer in time')
        : refuseService('MODEL_SERVICE_DOWN', `the model service is not there (${reason(error)})`);
    }
  }

  #post({ messages, tools, maxTokens }: Question, signal: AbortSignal): Promise<Response> {
    const { endpoint, model, apiKey } = this.#service;
    return fetch(`${endpoint.replace(/\/$/, '')}/chat/completions`, {
      method: 'POST',
      // A key is for this address, not for wherever it points on to.
      redirect: 'error',
      signal,
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey.reveal()}` }),
      },
      body: JSON.stringify({
        ...{ model, messages, stream: true, temperature: 0, max_tokens: maxTokens },
        ...(tools.length === 0 ? {} : { tools }),
        stream_options: { include_usage: true },
      }),
    });
  }
}

async function whyNot(response: Response): Promise<string> {
  const text = await beginning(response);
  const said = messageIn(text) ?? text;
  return `the model service answered ${String(response.status)}: ${said.slice(0, MOST_WORDS)}`;
}

/** The first piece is enough to say why, and whoever refuses may still talk on for ever. */
async function beginning({ body }: Response): Promise<string> {
  const pieces: AsyncIterable<Uint8Array> | null = body;
  if (pieces === null) return '';
  for await (const piece of pieces) return new TextDecoder().decode(piece);
  return '';
}

function messageIn(text: string): string | undefined {
  try {
    return failureSchema.safeParse(JSON.parse(text)).data?.error.message;
  } catch {
    return undefined;
  }
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
