/**
 * One Activity of the Bot Framework (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference,
 * "Activity object") as the core knows it. Only what a person writes or presses in this tenant is anything.
 */
import { createHash } from 'node:crypto';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const accountSchema = z.object({ id: z.string().min(1), role: z.string().optional() });

const entitySchema = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string() }),
  /** As it stands in the text: `<at>Board</at>`. */
  text: z.string().optional(),
});

const attachmentSchema = z.object({
  contentType: z.string(),
  content: z.unknown().optional(),
});

const activitySchema = z.object({
  type: z.string(),
  id: z.string().min(1),
  timestamp: z.string(),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: accountSchema,
  recipient: accountSchema,
  conversation: z.object({
    id: z.string().min(1),
    conversationType: z.string().optional(),
    isGroup: z.boolean().optional(),
    tenantId: z.string().optional(),
  }),
  text: z.string().optional(),
  entities: z.array(z.unknown()).optional(),
  attachments: z.array(attachmentSchema).optional(),
  /** Of a button of an Adaptive Card. */
  value: z.object({ boardtalk: z.string() }).optional().catch(undefined),
  channelData: z
    .object({ tenant: z.object({ id: z.string() }).optional() })
    .optional()
    .catch(undefined),
});

export type Activity = z.infer<typeof activitySchema>;

/** undefined: it is no Activity. */
export function parseActivity(json: unknown): Activity | undefined {
  return activitySchema.safeParse(json).data;
}

/** `19:…;messageid=123`, a thread of a channel, is `19:…/123`. */
const THREAD = ';messageid=';

export function chatOfConversation(conversation: string): string {
  return conversation.replace(THREAD, '/');
}

export function conversationOfChat(chat: string): string {
  return chat.replace('/', THREAD);
}

/** undefined: it is of no concern. */
export function messageOf(activity: Activity, tenantId: string): ArrivedMessage | undefined {
  const { type, from, conversation, channelData } = activity;
  const tenant = conversation.tenantId ?? channelData?.tenant?.id;
  // Bots begin with 28 (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations, ids).
  const isPerson = from.role !== 'bot' && !from.id.startsWith('28:');
  const at = Date.parse(activity.timestamp);
  if (type !== 'message' || tenant !== tenantId || !isPerson || Number.isNaN(at)) return undefined;
  // Either of the two may be left out: whoever is in a group must not have the rights of a chat of two.
  const isGroup =
    conversation.isGroup === true || (conversation.conversationType ?? 'personal') !== 'personal';
  const said = saidIn(activity);
  return {
    id: idOf(activity),
    chat: isGroup ? chatOfConversation(conversation.id) : from.id,
    ...{ user: from.id, at, ...said },
    group: isGroup ? groupOf(activity, said.kind) : undefined,
  };
}

/** The ids of messages are good within a conversation. */
function idOf({ conversation, id }: Activity): string {
  const text = JSON.stringify([conversation.id, id]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function saidIn(activity: Activity): Pick<ArrivedMessage, 'kind' | 'text'> {
  const { text = '', value, attachments = [] } = activity;
  if (value !== undefined) return { kind: 'button', text: value.boardtalk };
  if (attachments.some(({ content }) => isOfOthers(content)))
    return { kind: 'forwarded', text: '' };
  const own = withoutOwnName(text, activity);
  return own === '' ? { kind: 'other', text: '' } : { kind: 'text', text: own };
}

/** A quote, or what is passed on: Teams puts the words of others into the text, and marks them in the HTML only. */
function isOfOthers(content: unknown): boolean {
  return typeof content === 'string' && /itemtype="[^"]*\/(Reply|Forward)"/.test(content);
}

function ownMentions({ entities = [], recipient }: Activity): readonly string[] {
  return entities.flatMap((entity) => {
    const { data } = entitySchema.safeParse(entity);
    return data?.mentioned.id === recipient.id ? [data.text ?? ''] : [];
  });
}

function withoutOwnName(text: string, activity: Activity): string {
  const own = ownMentions(activity).filter((mention) => mention !== '');
  const rest = own.reduce((left, mention) => left.replaceAll(mention, ''), text);
  return rest.replaceAll('&nbsp;', ' ').trim();
}

function groupOf(activity: Activity, kind: ArrivedMessage['kind']): ArrivedMessage['group'] {
  return kind === 'button' || ownMentions(activity).length > 0 ? 'addressed' : 'overheard';
}
