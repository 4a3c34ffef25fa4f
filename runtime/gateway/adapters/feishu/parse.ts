/**
 * What the long connection brings, as the core knows it: messages (open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/
 * reference/im-v1/message/events/receive) and presses of buttons (…/ukzMukzMukzM/feishu-cards/card-callback-communication).
 * Quoted words are in another message, and are not the writer's own. All else is passed over.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const envelopeSchema = z.object({
  header: z.object({ event_id: z.string(), event_type: z.string() }),
  event: z.unknown(),
});

const mentionSchema = z.object({
  /** `@_user_1`, as it stands in the text. */
  key: z.string(),
  id: z.object({ open_id: z.string().optional() }).optional(),
  name: z.string().default(''),
});
type Mention = z.infer<typeof mentionSchema>;

const messageSchema = z.object({
  sender: z.object({
    sender_id: z.object({ open_id: z.string().min(1) }),
    sender_type: z.string(),
  }),
  message: z.object({
    message_id: z.string().min(1),
    /** Epoch ms, as text. */
    create_time: z.string().optional(),
    chat_id: z.string().min(1),
    /** `p2p`, `group`, `topic_group` */
    chat_type: z.string(),
    message_type: z.string(),
    /** JSON as text. */
    content: z.string(),
    mentions: z.array(mentionSchema).optional(),
  }),
});
type Message = z.infer<typeof messageSchema>['message'];

const pressSchema = z.object({
  operator: z.object({ open_id: z.string().min(1) }),
  action: z.object({ value: z.object({ token: z.string(), place: z.string() }) }),
  context: z.object({ open_chat_id: z.string() }),
});

export interface Reading {
  /** open_id of the bot. */
  readonly me: string;
  readonly now: number;
  /** How far Feishu's clock is ahead of ours, ms. */
  readonly aheadMs: number;
}

export function parseEvent(json: unknown, reading: Reading): ArrivedMessage | undefined {
  const { data } = envelopeSchema.safeParse(json);
  switch (data?.header.event_type) {
    case 'im.message.receive_v1':
      return parseMessage(data.event, reading);
    case 'card.action.trigger':
      return parsePress(data.event, data.header.event_id, reading);
    default:
      return undefined;
  }
}

function parseMessage(event: unknown, { me, now, aheadMs }: Reading): ArrivedMessage | undefined {
  const { data } = messageSchema.safeParse(event);
  // Apps are heard by nobody: this one would answer itself, or another one that answers.
  if (data?.sender.sender_type !== 'user') return undefined;
  const { message } = data;
  const user = data.sender.sender_id.open_id;
  const isDirect = message.chat_type === 'p2p';
  const { mentions = [] } = message;
  const isNamed = mentions.some(({ id }) => id?.open_id === me);
  const written = Number(message.create_time);
  return {
    id: message.message_id,
    chat: isDirect ? user : message.chat_id,
    user,
    at: Number.isFinite(written) ? Math.min(written - aheadMs, now) : now,
    ...saidIn(message, me),
    ...(!isDirect && { group: isNamed ? 'addressed' : 'overheard' }),
  };
}

/** A press says neither that its chat is one of two nor which message it is; so the button says what kind of place it is in. */
function parsePress(event: unknown, eventId: string, { now }: Reading): ArrivedMessage | undefined {
  const { data } = pressSchema.safeParse(event);
  if (data === undefined) return undefined;
  const { operator, action, context } = data;
  const isGroup = action.value.place === 'group';
  return {
    id: `press:${eventId}`,
    chat: isGroup ? context.open_chat_id : operator.open_id,
    user: operator.open_id,
    at: now,
    kind: 'button',
    text: action.value.token,
    ...(isGroup && { group: 'addressed' }),
  };
}

const textSchema = z.object({ text: z.string() });

/** open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content */
const postSchema = z.object({
  title: z.string().default(''),
  content: z.array(
    z.array(
      z.object({
        tag: z.string(),
        text: z.string().optional(),
        /** Of `at`: the key of a mention. */
        user_id: z.string().optional(),
      }),
    ),
  ),
});

function saidIn(
  { message_type: type, content, mentions = [] }: Message,
  me: string,
): Pick<ArrivedMessage, 'kind' | 'text'> {
  if (type === 'merge_forward') return { kind: 'forwarded', text: '' };
  const words = wordsOf(type, parseBoundedJson(content));
  if (words === undefined || words.trim() === '') return { kind: 'other', text: '' };
  return { kind: 'text', text: withNames(words, mentions, me) };
}

function wordsOf(type: string, content: unknown): string | undefined {
  if (type === 'text') return textSchema.safeParse(content).data?.text;
  if (type !== 'post') return undefined;
  const post = postSchema.safeParse(content).data;
  const lines = post?.content.map((line) =>
    line.map(({ text, user_id: key }) => text ?? key ?? '').join(''),
  );
  return lines && [post?.title ?? '', ...lines].join('\n');
}

/** People are named by keys; its own name is no part of what was said. */
function withNames(words: string, mentions: readonly Mention[], me: string): string {
  return words
    .replaceAll(/@_user_\d+/g, (key) => {
      const mention = mentions.find((one) => one.key === key);
      if (mention === undefined) return key;
      return mention.id?.open_id === me ? '' : `@${mention.name}`;
    })
    .trim();
}
