/**
 * What people write to the bot (developer.work.weixin.qq.com/document/path/100719), as the core knows it.
 * Quoted words are not the writer's own, and are left out.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const messageSchema = z.object({
  msgid: z.string(),
  /** Of groups only. */
  chatid: z.string().optional(),
  chattype: z.enum(['single', 'group']),
  from: z.object({ userid: z.string() }),
  /** Epoch seconds. */
  create_time: z.number().optional(),
  msgtype: z.string(),
  text: z.object({ content: z.string() }).optional(),
});

const eventSchema = z.object({ event: z.object({ eventtype: z.string() }) });

export function parseMessage(body: unknown, now: number): ArrivedMessage | undefined {
  const { data } = messageSchema.safeParse(body);
  if (data === undefined) return undefined;
  const { msgid, chatid, chattype, from, create_time: seconds, msgtype, text } = data;
  const isGroup = chattype === 'group';
  const chat = isGroup ? chatid : from.userid;
  if (chat === undefined) return undefined;
  const words = text?.content ?? '';
  return {
    id: msgid,
    chat,
    user: from.userid,
    at: Math.min(seconds === undefined ? now : seconds * 1_000, now),
    kind: msgtype === 'text' ? 'text' : 'other',
    text: isGroup ? withoutName(words) : words.trim(),
    // From a group comes only what names the bot.
    ...(isGroup && { group: 'addressed' }),
  };
}

/** Another connection was opened with the same bot, and this one is being closed. */
export function isReplaced(body: unknown): boolean {
  return eventSchema.safeParse(body).data?.event.eventtype === 'disconnected_event';
}

/** The text has the bot's name in it, `@机器人 开泵`; nothing says where the name ends but a space. */
function withoutName(text: string): string {
  return text.trim().replace(/^@\S+\s*/u, '');
}
