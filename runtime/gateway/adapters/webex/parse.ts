/**
 * What Webex posts (developer.webex.com/docs/api/guides/webhooks), and a message as it is read afterwards
 * (developer.webex.com/docs/api/v1/messages/get-message-details), as the core knows it: the post says that there is
 * one, and not what it says.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const webhookSchema = z.object({
  resource: z.string(),
  event: z.string(),
  data: z.object({ id: z.string().min(1) }),
});

/** The id of the message; null: it tells of something else. undefined: it is no post of Webex. */
export function parseWebhook(json: unknown): string | null | undefined {
  const webhook = webhookSchema.safeParse(json).data;
  if (webhook === undefined) return undefined;
  const isNew = webhook.resource === 'messages' && webhook.event === 'created';
  return isNew ? webhook.data.id : null;
}

const messageSchema = z.object({
  id: z.string().min(1),
  roomId: z.string().min(1),
  roomType: z.enum(['direct', 'group']),
  personId: z.string().min(1),
  personEmail: z.string().default(''),
  text: z.string().optional(),
  html: z.string().optional(),
  /** The first one of its thread. */
  parentId: z.string().optional(),
  mentionedPeople: z.array(z.string()).default([]),
  created: z.string(),
});

type Message = z.infer<typeof messageSchema>;

/** The bot itself. */
export interface Me {
  readonly id: string;
  readonly name: string;
}

/** Stands before the id of a person, whose chat of two is addressed by them. */
export const PERSON = '@';

/** developer.webex.com/docs/bots: the addresses of bots, now and in the beginning. */
const BOTS = /@(webex\.bot|sparkbot\.io)$/;

/** undefined: it is of no concern. */
export function heardOf(json: unknown, me: Me): ArrivedMessage | undefined {
  const message = messageSchema.safeParse(json).data;
  if (message === undefined || message.personId === me.id) return undefined;
  const at = Date.parse(message.created);
  if (BOTS.test(message.personEmail) || Number.isNaN(at)) return undefined;
  const { id, personId: user, roomId, roomType, parentId } = message;
  const isGroup = roomType === 'group';
  const isNamed = message.mentionedPeople.includes(me.id);
  const text = isGroup ? withoutOwnName(message, me) : (message.text ?? '').trim();
  return {
    ...{ id, user, at, kind: text === '' ? 'other' : 'text', text },
    chat: !isGroup ? PERSON + user : parentId === undefined ? roomId : `${roomId}/${parentId}`,
    group: !isGroup ? undefined : isNamed ? 'addressed' : 'overheard',
  };
}

/** As the message itself shows it: `<spark-mention data-object-type="person" data-object-id="…">Board</spark-mention>`. */
function withoutOwnName({ text = '', html = '', mentionedPeople }: Message, me: Me): string {
  if (!mentionedPeople.includes(me.id)) return text.trim();
  const shown = [...html.matchAll(/<spark-mention([^>]*)>([^<]*)<\/spark-mention>/g)]
    .filter(([, attributes = '']) => attributes.includes(`"${me.id}"`))
    .map(([, , name = '']) => name);
  const name = [...shown, me.name].find((one) => one !== '' && text.includes(one)) ?? '';
  return text.replace(name, '').trim();
}
