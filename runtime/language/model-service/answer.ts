/** One answer of a model, put together from the pieces of a stream. It has limits: a model may never stop. */
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { refuseService } from './errors.ts';
import { chunkSchema, type Chunk, type ToolCall } from './wire.ts';

export interface Answer {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** As counted by the service, where it says so. */
  readonly promptTokens?: number;
}

/** Characters of text and arguments together: more than any reply needs. */
const MOST_CHARACTERS = 32_000;

/** In one step. A person rarely wants more at once, and a model that does is lost. */
const MOST_CALLS = 8;

export async function collectAnswer(events: AsyncIterable<string>): Promise<Answer | Refusal> {
  const draft = new Draft();
  for await (const event of events) {
    if (event === '[DONE]') break;
    const chunk = parseChunk(event);
    if (isRefusal(chunk)) return chunk;
    const refusal = draft.add(chunk);
    if (refusal !== undefined) return refusal;
  }
  return draft.finish();
}

function parseChunk(event: string): Chunk | Refusal {
  try {
    const parsed = chunkSchema.safeParse(JSON.parse(event));
    if (parsed.success) return parsed.data;
  } catch {
    // Told below: what is no JSON is as little use as what does not fit.
  }
  return refuseService('MODEL_SERVICE_MALFORMED', 'the model service sent what cannot be read');
}

class Draft {
  #text = '';
  #characters = 0;
  #isEnded = false;
  #promptTokens: number | undefined;
  readonly #calls = new Map<number, { id: string; name: string; arguments: string }>();

  add({ choices, usage, error }: Chunk): Refusal | undefined {
    if (error) return refuseService('MODEL_SERVICE_REFUSED', `the model service: ${error.message}`);
    if (usage) this.#promptTokens = usage.prompt_tokens;
    const [choice] = choices;
    if (choice?.finish_reason) this.#isEnded = true;
    this.#say(choice?.delta?.content ?? '');
    for (const call of choice?.delta?.tool_calls ?? []) this.#extend(call);
    return this.#characters > MOST_CHARACTERS || this.#calls.size > MOST_CALLS
      ? refuseService('MODEL_SERVICE_ENDLESS', 'the model service did not come to an end')
      : undefined;
  }

  /** A stream that broke off is no answer: half a call could be another one. */
  finish(): Answer | Refusal {
    if (!this.#isEnded)
      return refuseService('MODEL_SERVICE_MALFORMED', 'the model service broke off');
    const calls = [...this.#calls].map(([index, call]) => ({
      ...call,
      id: call.id === '' ? `call-${String(index)}` : call.id,
    }));
    const counted = this.#promptTokens;
    return { text: this.#text, calls, ...(counted !== undefined && { promptTokens: counted }) };
  }

  #say(text: string): void {
    this.#text += text;
    this.#characters += text.length;
  }

  #extend({ index, id, function: part }: Piece): void {
    const call = this.#calls.get(index) ?? { id: '', name: '', arguments: '' };
    this.#calls.set(index, call);
    if (id) call.id = id;
    call.name += part?.name ?? '';
    call.arguments += part?.arguments ?? '';
    this.#characters += (part?.name ?? '').length + (part?.arguments ?? '').length;
  }
}

type Piece = NonNullable<
  NonNullable<NonNullable<Chunk['choices'][number]['delta']>['tool_calls']>[number]
>;
