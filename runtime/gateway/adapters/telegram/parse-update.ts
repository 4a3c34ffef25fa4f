/**
 * One update of the Bot API (core.telegram.org/bots/api#update) as the core knows it: what a person wrote or
 * pressed. Channels, bots and edits are passed over.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { isPictureType } from '../../channels/is-picture-type.ts';

const userSchema = z.object({ id: z.int(), is_bot: z.boolean() });
const chatSchema = z.object({ id: z.int(), type: z.string() });

/** #message: a text has at most so many. */
const MOST_TEXT = 4_096;

/** #messageentity: places are in UTF-16 units. */
const entitySchema = z.object({
  type: z.string(),
  offset: z.int().min(0),
  length: z.int().min(0).max(MOST_TEXT),
});

const fileIdSchema = z.string().regex(/^[\w-]+$/);
const photoSchema = z.object({ file_id: fileIdSchema, width: z.int() });
const documentSchema = z.object({ file_id: fileIdSchema, mime_type: z.string() });

const messageSchema = z.object({
  from: userSchema,
  chat: chatSchema,
  /** Unix time, s. */
  date: z.number(),
  text: z.string().optional(),
  entities: z.array(entitySchema).optional(),
  /** #photosize: one picture in several sizes. */
  photo: z.array(photoSchema).optional().catch(undefined),
  /** #document: a picture that was sent as a file is not made smaller. */
  document: documentSchema.optional().catch(undefined),
  /** Under a picture. */
  caption: z.string().optional(),
  caption_entities: z.array(entitySchema).optional(),
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  reply_to_message: z.object({ from: userSchema.optional() }).optional(),
  forward_origin: z.unknown().optional(),
  /** Before Bot API 7.0, and on servers that people run themselves. */
  forward_date: z.number().optional(),
  /** Somebody else's bot wrote it in this person's name. */
  via_bot: userSchema.optional(),
});
type Message = z.infer<typeof messageSchema>;

const querySchema = z.object({
  id: z.string(),
  from: userSchema,
  message: z.object({
    chat: chatSchema,
    message_thread_id: z.int().optional(),
    is_topic_message: z.boolean().optional(),
  }),
  data: z.string(),
});

const updateSchema = z.object({
  message: messageSchema.optional().catch(undefined),
  callback_query: querySchema.optional().catch(undefined),
});

export const updateIdSchema = z.object({ update_id: z.int() });

export const meSchema = z.object({ id: z.int(), username: z.string() });

/** The bot itself, as `getMe` tells. */
export type Me = Readonly<z.infer<typeof meSchema>>;

export interface ParsedUpdate {
  readonly message: ArrivedMessage;
  /** Set where a button was pressed: Telegram waits to be told that it was heard. */
  readonly query?: string;
}

export interface Reading {
  /** The clocks at the moment of the answer, epoch ms. */
  readonly now: number;
  /** Telegram's: what it says of when a message was written is by this one. */
  readonly serverNow: number;
  readonly me: Me;
}

/** @param id of the update */
export function parseUpdate(
  update: unknown,
  id: string,
  { now, serverNow, me }: Reading,
): ParsedUpdate | undefined {
  const { message, callback_query: query } = updateSchema.safeParse(update).data ?? {};
  if (query !== undefined) {
    const place = placeOf(query.from, query.message);
    if (place === undefined) return undefined;
    const group = place.isGroup ? 'addressed' : undefined;
    const pressed = { id, ...place.of, at: now, kind: 'button', text: query.data, group } as const;
    return { message: pressed, query: query.id };
  }
  if (message === undefined) return undefined;
  const place = placeOf(message.from, message);
  if (place === undefined) return undefined;
  const at = now - Math.max(0, serverNow - message.date * 1_000);
  const own = ownWords(message);
  const { text, isNamed } = withoutName(own, me);
  const isAddressed = isNamed || message.reply_to_message?.from?.id === me.id;
  const group = place.isGroup ? (isAddressed ? 'addressed' : 'overheard') : undefined;
  const isQuote = own.text.trim() === '' && own.text !== '';
  const kind = isQuote ? 'forwarded' : kindOf(message);
  const ref = kind === 'file' ? pictureOf(message) : undefined;
  const file = ref === undefined ? {} : { file: { ref } };
  return { message: { id, ...place.of, at, kind, text, group, ...file } };
}

/** A topic of a forum is a thread (#message, is_topic_message); other threads are replies, and answered beside. */
function placeOf(
  from: Message['from'],
  {
    chat,
    message_thread_id: thread,
    is_topic_message: isTopic,
  }: Pick<Message, 'chat' | 'message_thread_id' | 'is_topic_message'>,
):
  | { readonly of: { readonly chat: string; readonly user: string }; readonly isGroup: boolean }
  | undefined {
  const isGroup = chat.type === 'group' || chat.type === 'supergroup';
  if (from.is_bot || !(isGroup || chat.type === 'private')) return undefined;
  const inThread = isTopic === true && thread !== undefined ? `/${String(thread)}` : '';
  return { of: { chat: `${String(chat.id)}${inThread}`, user: String(from.id) }, isGroup };
}

interface Words {
  readonly text: string;
  readonly entities: readonly z.infer<typeof entitySchema>[];
}

/** Without quotes (#messageentity, blockquote), which are somebody else's: blank, so that all else keeps its place. */
function ownWords(message: Message): Words {
  const entities = message.entities ?? message.caption_entities ?? [];
  const text = entities
    .filter(({ type }) => type === 'blockquote' || type === 'expandable_blockquote')
    .reduce(
      (rest, { offset, length }) =>
        rest.slice(0, offset) + '\n'.repeat(length) + rest.slice(offset + length),
      message.text ?? message.caption ?? '',
    );
  return { text, entities };
}

/** `@board_bot pump on` and `/status@board_bot` are said to this bot; its name is no part of what is said. */
function withoutName(
  { text, entities }: Words,
  { username }: Me,
): { text: string; isNamed: boolean } {
  const name = `@${username}`.toLowerCase();
  const named = entities.find(({ type, offset, length }) => {
    const part = text.slice(offset, offset + length).toLowerCase();
    return (type === 'mention' && part === name) || (type === 'bot_command' && part.endsWith(name));
  });
  if (named === undefined) return { text: text.trim(), isNamed: false };
  const end = named.offset + named.length;
  const start = named.type === 'mention' ? named.offset : end - name.length;
  return { text: `${text.slice(0, start)}${text.slice(end)}`.trim(), isNamed: true };
}

function kindOf(message: Message): ArrivedMessage['kind'] {
  const { text, forward_origin: origin, forward_date: date, via_bot: bot } = message;
  if (origin !== undefined || date !== undefined || bot !== undefined) return 'forwarded';
  if (text !== undefined) return 'text';
  return pictureOf(message) === undefined ? 'other' : 'file';
}

/** The id of the largest one; undefined: there is none. */
function pictureOf({ photo = [], document }: Message): string | undefined {
  if (document !== undefined && isPictureType(document.mime_type)) return document.file_id;
  return photo.toSorted((one, other) => one.width - other.width).at(-1)?.file_id;
}
