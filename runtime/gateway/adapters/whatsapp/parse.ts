/**
 * One post of the `messages` webhook (developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages)
 * as the core knows it. Who wrote is their business-scoped user id (…/business-scoped-user-ids): a number may be
 * hidden, and may belong to somebody else one day. What WhatsApp quotes is not in the text.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const messageSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  /** Epoch s, of when it was written. */
  timestamp: z.coerce.number(),
  /** The telephone number. Absent: its owner hides it. */
  from: z.string().min(1).optional(),
  /** In posts since April 2026. */
  from_user_id: z.string().min(1).optional(),
  /** Of the Groups API. */
  group_id: z.string().optional(),
  text: z.object({ body: z.string() }).optional(),
  interactive: z
    .object({ type: z.string(), button_reply: z.object({ id: z.string() }).optional() })
    .optional(),
  context: z
    .object({ forwarded: z.boolean().optional(), frequently_forwarded: z.boolean().optional() })
    .optional(),
});

type Message = z.infer<typeof messageSchema>;

const statusSchema = z.object({
  status: z.literal('failed'),
  recipient_id: z.string().optional(),
  recipient_user_id: z.string().optional(),
  errors: z.array(z.object({ code: z.number() })),
});

const valueSchema = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  messages: z.array(z.unknown()).default([]),
  statuses: z.array(z.unknown()).default([]),
});

const changeSchema = z.object({ field: z.literal('messages'), value: valueSchema });

const webhookSchema = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.unknown()) })),
});

export interface ParsedWebhook {
  readonly messages: readonly ArrivedMessage[];
  /** Chats where WhatsApp says afterwards that 24 hours had passed. */
  readonly closed: readonly string[];
}

/** …/support/error-codes: "More than 24 hours have passed since the recipient last replied". */
export const RE_ENGAGEMENT = 131_047;

/** What carries no text that could be read; of every other type nothing is made. */
const OTHERS = new Set([
  ...['image', 'audio', 'video', 'document', 'sticker', 'location', 'contacts'],
]);

/** undefined: it is no webhook of WhatsApp. Other numbers of the same app are passed over. */
export function parseWebhook(json: unknown, phoneNumberId: string): ParsedWebhook | undefined {
  const webhook = webhookSchema.safeParse(json).data;
  if (webhook === undefined) return undefined;
  const values = webhook.entry
    .flatMap(({ changes }) => changes)
    .flatMap((change) => changeSchema.safeParse(change).data?.value ?? [])
    .filter(({ metadata }) => metadata.phone_number_id === phoneNumberId);
  return {
    messages: values.flatMap(({ messages }) => messages.flatMap((one) => messageOf(one) ?? [])),
    closed: values.flatMap(({ statuses }) => statuses.flatMap((one) => closedBy(one))),
  };
}

/** In a group others read along, and it has other rights: what was written there is passed over. */
function messageOf(json: unknown): ArrivedMessage | undefined {
  const message = messageSchema.safeParse(json).data;
  if (message?.group_id !== undefined) return undefined;
  const user = message?.from_user_id ?? message?.from;
  const said = message && saidIn(message);
  if (message === undefined || user === undefined || said === undefined) return undefined;
  return { id: message.id, chat: user, user, at: message.timestamp * 1_000, ...said };
}

function saidIn(message: Message): Pick<ArrivedMessage, 'kind' | 'text'> | undefined {
  const { type, text, interactive, context } = message;
  const button = interactive?.button_reply;
  if (type === 'interactive' && button !== undefined) return { kind: 'button', text: button.id };
  if (OTHERS.has(type)) return { kind: 'other', text: '' };
  if (type !== 'text' || text === undefined) return undefined;
  const isForwarded = context?.forwarded === true || context?.frequently_forwarded === true;
  return { kind: isForwarded ? 'forwarded' : 'text', text: text.body.trim() };
}

/** By both of their names: nobody knows here which one the chat has. */
function closedBy(json: unknown): readonly string[] {
  const failed = statusSchema.safeParse(json).data;
  if (!failed?.errors.some(({ code }) => code === RE_ENGAGEMENT)) return [];
  return [failed.recipient_user_id, failed.recipient_id].filter((name) => name !== undefined);
}
