/**
 * One event of a webhook of LINE (developers.line.biz/en/reference/messaging-api/#webhook-event-objects) as the
 * core knows it. What LINE quotes is not in the text; nothing says that a message was forwarded.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const mentioneeSchema = z.object({
  /** In UTF-16 units, as the length. */
  index: z.int().min(0),
  length: z.int().min(0),
  /** It is this account that is named. */
  isSelf: z.boolean().optional(),
});

const sourceSchema = z.object({
  type: z.enum(['user', 'group', 'room']),
  /** Absent for people who have not consented. */
  userId: z.string().min(1).optional(),
  groupId: z.string().min(1).optional(),
  roomId: z.string().min(1).optional(),
});

const eventSchema = z.object({
  type: z.string(),
  webhookEventId: z.string().min(1),
  /** Epoch ms, of when it was written, also where it is delivered again. */
  timestamp: z.number(),
  /** `standby`: another module of the account answers. */
  mode: z.string(),
  source: sourceSchema,
  replyToken: z.string().optional(),
  message: z
    .object({
      type: z.string(),
      text: z.string().optional(),
      mention: z.object({ mentionees: z.array(mentioneeSchema) }).optional(),
    })
    .optional(),
  postback: z.object({ data: z.string() }).optional(),
});

type LineEvent = z.infer<typeof eventSchema>;

const webhookSchema = z.object({ events: z.array(z.unknown()) });

export interface ParsedEvent {
  readonly message: ArrivedMessage;
  /** With which it can be answered once. */
  readonly replyToken?: string | undefined;
}

/** undefined: it is no webhook of LINE. Events of no concern are passed over. @param now epoch ms */
export function parseWebhook(json: unknown, now: number): readonly ParsedEvent[] | undefined {
  const webhook = webhookSchema.safeParse(json).data;
  return webhook?.events.flatMap((event) => parseEvent(event, now) ?? []);
}

export function parseEvent(json: unknown, now: number): ParsedEvent | undefined {
  const event = eventSchema.safeParse(json).data;
  if (event?.mode !== 'active') return undefined;
  const { source, replyToken, webhookEventId: id } = event;
  const at = Math.min(event.timestamp, now);
  const { userId: user, groupId, roomId } = source;
  const said = saidIn(event);
  const chat = source.type === 'user' ? user : (groupId ?? roomId);
  if (said === undefined || user === undefined || chat === undefined) return undefined;
  const isAddressed = isToThisAccount(event);
  const group = source.type === 'user' ? undefined : isAddressed ? 'addressed' : 'overheard';
  return { message: { id, chat, user, at, ...said, group }, replyToken };
}

function saidIn({
  type,
  message,
  postback,
}: LineEvent): Pick<ArrivedMessage, 'kind' | 'text'> | undefined {
  if (type === 'postback' && postback !== undefined) return { kind: 'button', text: postback.data };
  if (type !== 'message' || message === undefined) return undefined;
  const { text, mention } = message;
  if (message.type !== 'text' || text === undefined) return { kind: 'other', text: '' };
  return { kind: 'text', text: withoutOwnName(text, mention?.mentionees ?? []) };
}

/** A button of this account stands under its own words. */
function isToThisAccount({ type, message }: LineEvent): boolean {
  return type === 'postback' || (message?.mention?.mentionees ?? []).some(isOwn);
}

/** From the end, so that the places before stay right. */
function withoutOwnName(
  text: string,
  mentionees: readonly z.infer<typeof mentioneeSchema>[],
): string {
  return mentionees
    .filter(isOwn)
    .sort((one, other) => other.index - one.index)
    .reduce((rest, { index, length }) => rest.slice(0, index) + rest.slice(index + length), text)
    .trim();
}

function isOwn({ isSelf }: z.infer<typeof mentioneeSchema>): boolean {
  return isSelf === true;
}
