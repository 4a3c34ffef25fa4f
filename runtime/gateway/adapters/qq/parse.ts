/**
 * What the gateway brings (bot.q.qq.com/wiki/develop/api-v2/server-inter/message/send-receive/event.html), as the core
 * knows it: messages in a chat of two, and in groups those that name the robot. All else is passed over.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const PERSON = 'user:';

/** The chat of two. Ids of people and of groups look alike, so the one of a person is marked. */
export function chatOfPerson(openid: string): string {
  return PERSON + openid;
}

/** …/send.html: chats of two and groups have an address each. */
export function pathOf(chat: string): string {
  const isPerson = chat.startsWith(PERSON);
  const openid = encodeURIComponent(isPerson ? chat.slice(PERSON.length) : chat);
  return isPerson ? `/v2/users/${openid}/messages` : `/v2/groups/${openid}/messages`;
}

const messageSchema = z.object({
  id: z.string(),
  content: z.string().default(''),
  /** RFC 3339. */
  timestamp: z.string().optional(),
  bot: z.boolean().optional(),
});

const personSchema = messageSchema.extend({
  author: z.object({ user_openid: z.string().min(1), bot: z.boolean().optional() }),
});

const groupSchema = messageSchema.extend({
  /** The id of the person is theirs in this group. */
  author: z.object({ member_openid: z.string().min(1), bot: z.boolean().optional() }),
  group_openid: z.string().min(1),
});

export interface Reading {
  readonly now: number;
  /** How far QQ's clock is ahead of ours, ms. */
  readonly aheadMs: number;
}

export function parseEvent(
  name: string,
  data: unknown,
  reading: Reading,
): ArrivedMessage | undefined {
  if (name === 'C2C_MESSAGE_CREATE') {
    const message = personSchema.safeParse(data).data;
    if (message === undefined || message.author.bot === true) return undefined;
    const user = message.author.user_openid;
    return { ...saidIn(message, reading), chat: chatOfPerson(user), user };
  }
  if (name !== 'GROUP_AT_MESSAGE_CREATE') return undefined;
  const message = groupSchema.safeParse(data).data;
  if (message === undefined || message.author.bot === true) return undefined;
  const { author, group_openid: chat } = message;
  return { ...saidIn(message, reading), chat, user: author.member_openid, group: 'addressed' };
}

function saidIn(
  { id, content, timestamp = '' }: z.infer<typeof messageSchema>,
  { now, aheadMs }: Reading,
): Pick<ArrivedMessage, 'id' | 'at' | 'kind' | 'text'> {
  const written = Date.parse(timestamp);
  const text = content.trim();
  return {
    id,
    at: Number.isNaN(written) ? now : Math.min(written - aheadMs, now),
    // Pictures, voice and files come without words.
    kind: text === '' ? 'other' : 'text',
    text,
  };
}

/** What would name somebody, or be a picture, stays the words it is (…/message/trans/text-chain.html). */
export function plain(text: string): string {
  return text.replaceAll(/<(?=@|#|qqbot-|emoji:|faceType)/g, '< ');
}
