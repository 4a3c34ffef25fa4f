/**
 * What Stream mode brings (github.com/open-dingtalk/developerpedia, docs/learn/stream/protocol.md), as the core knows it:
 * what people write to the robot (open.dingtalk.com/document/orgapp/receive-message). All else is passed over.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { chatOfGroup, chatOfPerson } from './places.ts';

const pushSchema = z.object({
  type: z.enum(['SYSTEM', 'EVENT', 'CALLBACK']),
  headers: z.object({ topic: z.string(), messageId: z.string().optional() }),
  /** JSON as text. */
  data: z.string().default(''),
});

export type Push = z.infer<typeof pushSchema>;

/** undefined: this is not DingTalk */
export function parsePush(frame: string): Push | undefined {
  return pushSchema.safeParse(parseBoundedJson(frame)).data;
}

const messageSchema = z.object({
  msgId: z.string().min(1),
  /** Epoch ms. */
  createAt: z.number().optional(),
  conversationId: z.string().min(1),
  /** `1`: a chat of two, `2`: a group. */
  conversationType: z.string(),
  /** The id in the company; absent: somebody from outside, or a robot that is not published. */
  senderStaffId: z.string().min(1),
  senderId: z.string().optional(),
  chatbotUserId: z.string().optional(),
  isInAtList: z.boolean().optional(),
  msgtype: z.string(),
  text: z.object({ content: z.string() }).optional(),
  content: z.unknown().optional(),
});

const richSchema = z.object({ richText: z.array(z.object({ text: z.string().optional() })) });

/** @param aheadMs how far DingTalk's clock is ahead of ours */
export function parseMessage(
  data: string,
  { now, aheadMs }: { readonly now: number; readonly aheadMs: number },
): ArrivedMessage | undefined {
  const message = messageSchema.safeParse(parseBoundedJson(data)).data;
  if (message === undefined) return undefined;
  const { msgId, createAt, conversationId, senderStaffId: user, senderId, chatbotUserId } = message;
  if (senderId !== undefined && senderId === chatbotUserId) return undefined;
  const isGroup = message.conversationType !== '1';
  const words = wordsOf(message).trim();
  return {
    id: msgId,
    chat: isGroup ? chatOfGroup(conversationId) : chatOfPerson(user),
    user,
    at: createAt === undefined ? now : Math.min(createAt - aheadMs, now),
    kind: words === '' ? 'other' : 'text',
    text: words,
    // From a group comes what names the robot; its name is no part of the text.
    ...(isGroup && { group: message.isInAtList === false ? 'overheard' : 'addressed' }),
  };
}

function wordsOf({ msgtype, text, content }: z.infer<typeof messageSchema>): string {
  if (msgtype === 'text') return text?.content ?? '';
  if (msgtype !== 'richText') return '';
  const pieces = richSchema.safeParse(content).data?.richText ?? [];
  return pieces.map((piece) => piece.text ?? '').join('');
}
