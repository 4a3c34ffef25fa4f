/**
 * The part of the OpenAI protocol that is spoken here (chat completions with tools, streamed), as
 * its API reference gives it. What a service sends beyond it is not looked at.
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

/** One piece of a streamed answer. */
export const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.number().int().min(0).max(63),
                  id: z.string().nullish(),
                  function: z
                    .object({ name: z.string().nullish(), arguments: z.string().nullish() })
                    .nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
  /** Some services report a failure within the stream. */
  error: z.object({ message: z.string() }).nullish(),
});

export type Chunk = z.infer<typeof chunkSchema>;

/** What a service answers when it refuses: `{error: {message}}`, or plain text. */
export const failureSchema = z.object({ error: z.object({ message: z.string() }) });

export function toWire({ id, name, arguments: args }: ToolCall): WireToolCall {
  return { id, type: 'function', function: { name, arguments: args } };
}
