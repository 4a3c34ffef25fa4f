/**
 * The part of the OpenAI protocol that is spoken here (chat completions with tools, streamed), as
 * its API reference gives it, and as the services that people run differ from it. What a service
 * sends beyond it is not looked at.
 */
import { z } from '../../core/schema.ts';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON, or what the model takes for it. */
  readonly arguments: string;
}

export type Message =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | {
      readonly role: 'assistant';
      readonly content: string | null;
      readonly tool_calls?: readonly WireToolCall[];
    }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

export interface WireToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface Tool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description: string;
    /** JSON Schema. */
    readonly parameters: unknown;
  };
}

/** JSON in a string; some services hand over the object itself. */
const argumentsSchema = z
  .union([z.string(), z.looseObject({})])
  .transform((given) => (typeof given === 'string' ? given : JSON.stringify(given)));

const callPieceSchema = z.object({
  /** Which call of this answer it is a piece of. Ollama leaves it out, or says 0 of all (its issues 7881 and 15457). */
  index: z.number().int().min(0).nullish(),
  id: z.string().nullish(),
  function: z
    .object({ name: z.string().nullish(), arguments: argumentsSchema.nullish() })
    .nullish(),
});

export type CallPiece = z.infer<typeof callPieceSchema>;

/** `{message}`, or the text alone. */
const complaintSchema = z.union([z.string(), z.object({ message: z.string() })]);

/** One piece of a streamed answer. */
export const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        /** One answer is asked for; should there be others, the first counts. */
        index: z.number().nullish(),
        delta: z
          .object({
            content: z.string().nullish(),
            tool_calls: z.array(callPieceSchema).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  /** Some services report a failure within the stream. */
  error: complaintSchema.nullish(),
});

export type Chunk = z.infer<typeof chunkSchema>;

/** What a service answers when it refuses; the second is vLLM's of before 2025, and many a proxy's. */
const failureSchema = z.union([
  z.object({ error: complaintSchema }).transform(({ error }) => error),
  z.object({ message: z.string() }),
]);

/** The words of a refusal; undefined where it is put otherwise. */
export function complaintIn(body: string): string | undefined {
  try {
    const { data } = failureSchema.safeParse(JSON.parse(body));
    return data === undefined ? undefined : sayComplaint(data);
  } catch {
    return undefined;
  }
}

export function sayComplaint(complaint: z.infer<typeof complaintSchema>): string {
  return typeof complaint === 'string' ? complaint : complaint.message;
}

export function toWire({ id, name, arguments: args }: ToolCall): WireToolCall {
  return { id, type: 'function', function: { name, arguments: args } };
}
