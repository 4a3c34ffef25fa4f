/**
 * What the Gateway brings (docs.discord.com/developers/events/gateway-events), as the core knows it: messages
 * in a chat of two, what names the bot in a channel, presses of its buttons. All else is passed over.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { isPictureType } from '../../channels/is-picture-type.ts';

/** …/events/gateway-events#payload-structure */
export const payloadSchema = z.object({
  op: z.int(),
  d: z.unknown().optional(),
  s: z.int().nullish(),
  t: z.string().nullish(),
});

/** …/reference#snowflakes: it becomes a part of an address. */
export const snowflake = z.string().regex(/^\d{1,20}$/);

/** …/resources/message#attachment-object */
const attachmentSchema = z.object({
  content_type: z.string().optional(),
  url: z.string().max(2_000),
});

/** …/resources/message#message-object */
const messageSchema = z.object({
  id: snowflake,
  type: z.int(),
  channel_id: snowflake,
  guild_id: z.string().optional(),
  webhook_id: z.string().optional(),
  author: z.object({ id: snowflake, bot: z.boolean().optional() }),
  timestamp: z.iso.datetime({ offset: true }),
  content: z.string(),
  mentions: z.array(z.object({ id: z.string() })),
  attachments: z.array(attachmentSchema).optional().catch(undefined),
  message_reference: z.object({ type: z.int().optional() }).optional(),
});
type Message = z.infer<typeof messageSchema>;

/** …/interactions/receiving-and-responding#interaction-object; type 3: a component was used. */
const pressSchema = z.object({
  id: snowflake,
  type: z.literal(3),
  token: z.string(),
  channel_id: snowflake,
  guild_id: z.string().optional(),
  user: z.object({ id: snowflake }).optional(),
  member: z.object({ user: z.object({ id: snowflake }) }).optional(),
  data: z.object({ custom_id: z.string() }),
});

export interface Reading {
  /** Id of the bot's own user. */
  readonly me: string;
  readonly now: number;
  /** How far Discord's clock is ahead of ours, ms. */
  readonly aheadMs: number;
}

export interface Heard {
  readonly message: ArrivedMessage;
  /** The channel that the platform knows the chat by. */
  readonly channel: string;
  /** Of a press: Discord waits three seconds to hear that it was taken. */
  readonly press?: { readonly id: string; readonly token: string } | undefined;
}

/** …/resources/message#message-object-message-types: DEFAULT and REPLY. */
const WRITTEN = [0, 19];

/** …/resources/message#message-reference-types: FORWARD. */
const FORWARD = 1;

export function parseDispatch(event: string, data: unknown, reading: Reading): Heard | undefined {
  if (event === 'MESSAGE_CREATE') return parseMessage(data, reading);
  return event === 'INTERACTION_CREATE' ? parsePress(data, reading) : undefined;
}

function parseMessage(data: unknown, reading: Reading): Heard | undefined {
  const message = messageSchema.safeParse(data).data;
  if (message === undefined || !isOfAPerson(message, reading.me)) return undefined;
  const { id, channel_id: channel, guild_id: guild, author, timestamp } = message;
  const isAddressed = message.mentions.some((named) => named.id === reading.me);
  const kind = kindOf(message);
  const ref = kind === 'file' ? pictureOf(message) : undefined;
  return {
    channel,
    message: {
      id,
      chat: chatIn({ channel, guild, user: author.id }),
      user: author.id,
      at: Math.min(Date.parse(timestamp) - reading.aheadMs, reading.now),
      kind,
      text: plain(message.content, reading.me),
      ...(guild !== undefined && { group: isAddressed ? 'addressed' : 'overheard' }),
      ...(ref !== undefined && { file: { ref } }),
    },
  };
}

function parsePress(data: unknown, { now }: Reading): Heard | undefined {
  const press = pressSchema.safeParse(data).data;
  const user = (press?.member?.user ?? press?.user)?.id;
  if (press === undefined || user === undefined) return undefined;
  const { id, token, channel_id: channel, guild_id: guild } = press;
  return {
    channel,
    press: { id, token },
    message: {
      id: `press:${id}`,
      chat: chatIn({ channel, guild, user }),
      user,
      at: now,
      kind: 'button',
      text: press.data.custom_id,
      ...(guild !== undefined && { group: 'addressed' }),
    },
  };
}

/** A chat of two is known by the person: so news find it before anything was said there. */
export function directChat(user: string): string {
  return `@${user}`;
}

function chatIn(place: { channel: string; guild: string | undefined; user: string }): string {
  return place.guild === undefined ? directChat(place.user) : place.channel;
}

function isOfAPerson({ author, webhook_id: webhook, type }: Message, me: string): boolean {
  const isMachine = author.bot === true || webhook !== undefined || author.id === me;
  return !isMachine && WRITTEN.includes(type);
}

function kindOf(message: Message): ArrivedMessage['kind'] {
  if (message.message_reference?.type === FORWARD) return 'forwarded';
  if (pictureOf(message) !== undefined) return 'file';
  return message.content.trim() === '' ? 'other' : 'text';
}

/** Where the first one is: it says itself until when (…/reference#signed-attachment-cdn-urls), a day or so. */
function pictureOf({ attachments = [] }: Message): string | undefined {
  return attachments.find(({ content_type: type }) => isPictureType(type))?.url;
}

/** …/reference#message-formatting: a name comes as its id. */
function plain(content: string, me: string): string {
  return content.replaceAll(`<@${me}>`, '').replaceAll(`<@!${me}>`, '').trim();
}
