/**
 * One update of the Bot API (core.telegram.org/bots/api#update) as the core knows it. Only what a person
 * wrote or pressed in a private chat is anything: groups, channels, bots and edits are passed over.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const userSchema = z.object({ id: z.int(), is_bot: z.boolean() });
const chatSchema = z.object({ id: z.int(), type: z.string() });

const messageSchema = z.object({
  from: userSchema,
  chat: chatSchema,
  /** Unix time, s. */
  date: z.number(),
  text: z.string().optional(),
  forward_origin: z.unknown().optional(),
  /** Before Bot API 7.0, and on servers that people run themselves. */
  forward_date: z.number().optional(),
  /** Somebody else's bot wrote it in this person's name. */
  via_bot: userSchema.optional(),
});

const querySchema = z.object({
  id: z.string(),
  from: userSchema,
  message: z.object({ chat: chatSchema }),
  data: z.string(),
});

const updateSchema = z.object({
  message: messageSchema.optional().catch(undefined),
  callback_query: querySchema.optional().catch(undefined),
});

export const updateIdSchema = z.object({ update_id: z.int() });

export interface ParsedUpdate {
  readonly message: ArrivedMessage;
  /** Set where a button was pressed: Telegram waits to be told that it was heard. */
  readonly query?: string;
}

/** The clocks at the moment of the answer, epoch ms. */
export interface Clocks {
  readonly now: number;
  /** Telegram's: what it says of when a message was written is by this one. */
  readonly serverNow: number;
}

/** @param id of the update */
export function parseUpdate(
  update: unknown,
  id: string,
  { now, serverNow }: Clocks,
): ParsedUpdate | undefined {
  const { message, callback_query: query } = updateSchema.safeParse(update).data ?? {};
  if (query !== undefined) {
    const place = placeOf(query.from, query.message.chat);
    if (place === undefined) return undefined;
    const pressed = { id, ...place, at: now, kind: 'button', text: query.data } as const;
    return { message: pressed, query: query.id };
  }
  if (message === undefined) return undefined;
  const place = placeOf(message.from, message.chat);
  if (place === undefined) return undefined;
  const at = now - Math.max(0, serverNow - message.date * 1_000);
  return { message: { id, ...place, at, kind: kindOf(message), text: message.text ?? '' } };
}

function placeOf(
  from: z.infer<typeof userSchema>,
  chat: z.infer<typeof chatSchema>,
): { readonly chat: string; readonly user: string } | undefined {
  if (from.is_bot || chat.type !== 'private') return undefined;
  return { chat: String(chat.id), user: String(from.id) };
}

function kindOf({
  text,
  forward_origin: origin,
  forward_date: date,
  via_bot: bot,
}: z.infer<typeof messageSchema>): ArrivedMessage['kind'] {
  if (origin !== undefined || date !== undefined || bot !== undefined) return 'forwarded';
  return text === undefined ? 'other' : 'text';
}
