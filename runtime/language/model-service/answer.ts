/** One answer of a model, put together from the pieces of a stream. It has limits: a model may never stop. */
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { refuseService } from './errors.ts';
import { chunkSchema, sayComplaint, type CallPiece, type Chunk, type ToolCall } from './wire.ts';

export interface Answer {
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

/** Characters of text and arguments together: more than any reply needs. */
const MOST_CHARACTERS = 32_000;

/** In one step. A person rarely wants more at once, and a model that does is lost. */
const MOST_CALLS = 8;

/** Nothing is waited for once the model has said why it stops: some services hold the line open. */
export async function collectAnswer(events: AsyncIterable<string>): Promise<Answer | Refusal> {
  const draft = new Draft();
  for await (const event of events) {
    if (event === '[DONE]') return draft.finish('stop');
    const chunk = parseChunk(event);
    if (isRefusal(chunk)) return chunk;
    const refusal = draft.add(chunk);
    if (refusal !== undefined) return refusal;
    const reason = choiceOf(chunk)?.finish_reason;
    if (reason) return draft.finish(reason);
  }
  // Half a call could be another one.
  return refuseService('MODEL_SERVICE_MALFORMED', 'the model service broke off');
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

function choiceOf({ choices }: Chunk) {
  return choices?.find(({ index }) => (index ?? 0) === 0);
}

interface CallDraft {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

class Draft {
  #text = '';
  #characters = 0;
  readonly #calls: CallDraft[] = [];

  add(chunk: Chunk): Refusal | undefined {
    const { error } = chunk;
    if (error)
      return refuseService('MODEL_SERVICE_REFUSED', `the model service: ${sayComplaint(error)}`);
    const delta = choiceOf(chunk)?.delta;
    this.#text += this.#counted(delta?.content);
    for (const piece of delta?.tool_calls ?? []) this.#extend(piece);
    return this.#characters > MOST_CHARACTERS || this.#calls.length > MOST_CALLS
      ? refuseService('MODEL_SERVICE_ENDLESS', 'the model service did not come to an end')
      : undefined;
  }

  /** @param reason as the service gives it: `stop`, `tool_calls`, `length` … */
  finish(reason: string): Answer | Refusal {
    const text = withoutThoughts(this.#text);
    if (reason === 'length' && (text === '' || this.#calls.length > 0))
      return refuseService('MODEL_SERVICE_ENDLESS', 'the model was cut off before it came to it');
    if (CALL_AS_TEXT.test(text))
      return refuseService('MODEL_SERVICE_MALFORMED', 'the model wrote a call as plain text');
    const calls = this.#calls.map(({ id, name, arguments: args }, at) => ({
      ...{ id: id === '' ? `call-${String(at)}` : id, name, arguments: args },
    }));
    return { text, calls };
  }

  #extend(piece: CallPiece): void {
    const call = this.#callOf(piece);
    if (piece.id) call.id = piece.id;
    const name = this.#counted(piece.function?.name);
    // Some services repeat it with every piece.
    if (name !== call.name) call.name += name;
    call.arguments += this.#counted(piece.function?.arguments);
  }

  /** The one it continues. Its number does not say so alone: another id begins another call. */
  #callOf({ index, id, function: part }: CallPiece): CallDraft {
    const number = index ?? undefined;
    const known = this.#calls.findLast((call) => call.index === number);
    const isNamed = number === undefined && !id && Boolean(part?.name);
    const isOther = id ? known?.id !== '' && known?.id !== id : isNamed;
    if (known !== undefined && !isOther) return known;
    const call = { index: number, id: '', name: '', arguments: '' };
    this.#calls.push(call);
    return call;
  }

  #counted(text: string | null | undefined): string {
    this.#characters += text?.length ?? 0;
    return text ?? '';
  }
}

/** What a model thinks aloud first is nobody's answer, and stands in the text where the service does not part it. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf(THOUGHT_ENDS);
  const after = end < 0 ? text : text.slice(end + THOUGHT_ENDS.length);
  const begin = after.indexOf('<think>');
  return (begin < 0 ? after : after.slice(0, begin)).trim();
}

const THOUGHT_ENDS = '</think>';

/** As Qwen and Hermes, Mistral and Llama mark it: the service was to take it apart, and does not. */
const CALL_AS_TEXT = /^(?:<tool_call>|\[TOOL_CALLS\]|<\|python_tag\|>)/;
