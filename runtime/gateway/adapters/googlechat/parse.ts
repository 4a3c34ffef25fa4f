/**
 * One interaction event (developers.google.com/workspace/chat/api/reference/rest/v1/Event) as the core knows it.
 * Only what a person writes to the app, or presses, is anything. A chat is the id of a space, and in a space of
 * several people `SPACE/THREAD`.
 */
import { createHash } from 'node:crypto';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const spaceSchema = z.object({
  name: z.string(),
  /** Deprecated, and still there: `DM`. */
  type: z.string().optional(),
  singleUserBotDm: z.boolean().optional(),
});

/** …/rest/v1/spaces.messages */
const messageSchema = z.object({
  name: z.string(),
  text: z.string().optional(),
  /** "With all Chat app mentions stripped out." */
  argumentText: z.string().optional(),
  thread: z.object({ name: z.string() }).optional(),
  annotations: z.array(z.unknown()).default([]),
  quotedMessageMetadata: z.object({ quoteType: z.string().optional() }).optional(),
});

const mentionSchema = z.object({
  type: z.literal('USER_MENTION'),
  userMention: z.object({ user: z.object({ type: z.literal('BOT') }) }),
});

const eventSchema = z.object({
  type: z.string(),
  eventTime: z.string(),
  /** Who wrote, or pressed. */
  user: z.object({ name: z.string(), type: z.string() }),
  space: spaceSchema,
  message: messageSchema.optional(),
  /** Of a button of a card: `FormAction`. */
  action: z
    .object({ parameters: z.array(z.object({ key: z.string(), value: z.string() })) })
    .optional(),
});

type ChatEvent = z.infer<typeof eventSchema>;

/** The name of the parameter that has the token of a button. */
export const TOKEN_KEY = 'boardtalk';

/** undefined: it is no event. null: it is of no concern. */
export function parseEvent(json: unknown): ArrivedMessage | null | undefined {
  const event = eventSchema.safeParse(json).data;
  if (event === undefined) return undefined;
  const { user, space, message } = event;
  const at = Date.parse(event.eventTime);
  const said = saidIn(event);
  const spaceId = idIn(space.name, 'spaces');
  const isPerson = user.type === 'HUMAN' && idIn(user.name, 'users') !== undefined;
  if (message === undefined || said === undefined || spaceId === undefined) return null;
  if (!isPerson || Number.isNaN(at)) return null;
  const isOfTwo = space.singleUserBotDm === true || space.type === 'DM';
  const thread = isOfTwo ? undefined : threadIn(message.thread?.name);
  return {
    id: idOf(event, message.name, said),
    chat: thread === undefined ? spaceId : `${spaceId}/${thread}`,
    ...{ user: user.name, at, ...said },
    group: isOfTwo ? undefined : groupOf(message.annotations, said.kind),
  };
}

type Said = Pick<ArrivedMessage, 'kind' | 'text'>;

function saidIn({ type, message, action }: ChatEvent): Said | undefined {
  if (type === 'CARD_CLICKED') {
    const token = action?.parameters.find(({ key }) => key === TOKEN_KEY)?.value;
    return token === undefined ? undefined : { kind: 'button', text: token };
  }
  if (type !== 'MESSAGE' || message === undefined) return undefined;
  const isForwarded = message.quotedMessageMetadata?.quoteType === 'FORWARD';
  const text = (message.argumentText ?? message.text ?? '').trim();
  if (isForwarded) return { kind: 'forwarded', text };
  return text === '' ? { kind: 'other', text } : { kind: 'text', text };
}

/** A press has no id of its own: each is at another time. */
function idOf({ user, eventTime }: ChatEvent, message: string, { kind, text }: Said): string {
  if (kind !== 'button') return message;
  const press = JSON.stringify([message, user.name, text, eventTime]);
  return createHash('sha256').update(press).digest('hex').slice(0, 32);
}

function groupOf(
  annotations: readonly unknown[],
  kind: ArrivedMessage['kind'],
): ArrivedMessage['group'] {
  const isNamed = annotations.some((one) => mentionSchema.safeParse(one).success);
  return kind === 'button' || isNamed ? 'addressed' : 'overheard';
}

/** `spaces/AAAA` → `AAAA`. What has other signs in it never becomes a part of an address. */
function idIn(name: string, collection: 'spaces' | 'users'): string | undefined {
  const [first, id, ...rest] = name.split('/');
  const isId = first === collection && rest.length === 0 && /^[\w-]+$/.test(id ?? '');
  return isId ? id : undefined;
}

/** `spaces/AAAA/threads/BBBB` → `BBBB` */
function threadIn(name = ''): string | undefined {
  return /^spaces\/[\w-]+\/threads\/([\w.-]+)$/.exec(name)?.[1];
}
