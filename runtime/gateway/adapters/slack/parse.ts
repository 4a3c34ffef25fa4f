/**
 * What Socket Mode brings (docs.slack.dev/apis/events-api/using-socket-mode), as the core knows it: messages
 * in a chat of two, what names the app in a channel, presses of its buttons. All else is passed over.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { isPictureType } from '../../channels/is-picture-type.ts';

export const envelopeSchema = z.object({
  type: z.string(),
  envelope_id: z.string().optional(),
  /** Of `disconnect`. */
  reason: z.string().optional(),
  payload: z.unknown().optional(),
});

/** docs.slack.dev/reference/objects/file-object */
const fileSchema = z.object({ mimetype: z.string(), url_private: z.string().max(2_000) });

/** docs.slack.dev/reference/events/message.im, /app_mention */
const eventSchema = z.object({
  /** Where this app hears it, also where several workspaces share a channel. */
  context_team_id: z.string().nullish(),
  team_id: z.string().nullish(),
  event: z.object({
    type: z.enum(['message', 'app_mention']),
    subtype: z.string().optional(),
    channel: z.string().min(1),
    channel_type: z.string().optional(),
    user: z.string().min(1),
    bot_id: z.string().optional(),
    text: z.string().default(''),
    /** Epoch s. */
    ts: z.string().regex(/^\d{1,12}(?:\.\d{1,9})?$/),
    thread_ts: z.string().optional(),
    files: z.array(fileSchema).optional().catch(undefined),
    attachments: z.array(z.object({ is_share: z.boolean().optional() })).optional(),
  }),
});
type Event = z.infer<typeof eventSchema>['event'];

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const pressSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().min(1) }),
  channel: z.object({ id: z.string().min(1) }),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  actions: z.array(z.object({ value: z.string(), action_ts: z.string() })).min(1),
});

export interface Reading {
  /** Id of the bot's own user. */
  readonly me: string;
  /** The workspace of the bot; undefined: it is in all of an organisation. */
  readonly team: string | undefined;
  readonly now: number;
  /** How far Slack's clock is ahead of ours, ms. */
  readonly aheadMs: number;
}

/** What people write carries one of these, or none. */
const WRITTEN = [undefined, 'file_share', 'thread_broadcast'];

export function parseEvent(payload: unknown, reading: Reading): ArrivedMessage | undefined {
  const { data } = eventSchema.safeParse(payload);
  const event = data?.event;
  if (event === undefined || event.bot_id !== undefined || event.user === reading.me)
    return undefined;
  // An app may be in several workspaces: ids of people are good within one, and the bot is in one.
  const team = data?.context_team_id ?? data?.team_id ?? reading.team;
  if (reading.team !== undefined && team !== reading.team) return undefined;
  if (!WRITTEN.includes(event.subtype)) return undefined;
  const isDirect = event.channel_type === 'im';
  // What names the app in a channel comes as app_mention; there the plain message says the same once more.
  if (event.type === 'message' && !isDirect) return undefined;
  const kind = kindOf(event);
  const ref = kind === 'file' ? pictureOf(event) : undefined;
  return {
    id: `${event.channel}:${event.ts}`,
    chat: isDirect ? event.user : inThread(event.channel, event.thread_ts),
    user: event.user,
    at: Math.min(Number(event.ts) * 1_000 - reading.aheadMs, reading.now),
    kind,
    text: plain(event.text, reading.me),
    ...(!isDirect && { group: 'addressed' }),
    ...(ref !== undefined && { file: { ref } }),
  };
}

export function parsePress(payload: unknown, { now }: Reading): ArrivedMessage | undefined {
  const { data } = pressSchema.safeParse(payload);
  const action = data?.actions[0];
  if (data === undefined || action === undefined) return undefined;
  const { user, channel, message } = data;
  const isDirect = isDirectChannel(channel.id);
  return {
    id: `press:${channel.id}:${action.action_ts}:${action.value}`,
    chat: isDirect ? user.id : inThread(channel.id, message?.thread_ts),
    user: user.id,
    at: now,
    kind: 'button',
    text: action.value,
    ...(!isDirect && { group: 'addressed' }),
  };
}

/** docs.slack.dev/reference/objects/conversation-object: chats of two begin with D. */
function isDirectChannel(channel: string): boolean {
  return channel.startsWith('D');
}

function inThread(channel: string, thread: string | undefined): string {
  return thread === undefined ? channel : `${channel}/${thread}`;
}

function kindOf(event: Event): ArrivedMessage['kind'] {
  const { text, attachments = [] } = event;
  if (attachments.some(({ is_share: isShare }) => isShare === true)) return 'forwarded';
  if (pictureOf(event) !== undefined) return 'file';
  return text.trim() === '' ? 'other' : 'text';
}

/** Where the first one is. */
function pictureOf({ files = [] }: Event): string | undefined {
  return files.find(({ mimetype }) => isPictureType(mimetype))?.url_private;
}

/** More is not read by anybody, and takes long where a bracket never ends. */
const MOST_READ = 10_000;

/** docs.slack.dev/messaging/formatting-message-text: names and links come in angle brackets, three characters escaped. */
function plain(text: string, me: string): string {
  return text
    .slice(0, MOST_READ)
    .replaceAll(`<@${me}>`, '')
    .replaceAll(/<[@#!][^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<((?:https?|mailto):[^|>]*)\|([^>]*)>/g, '$2')
    .replaceAll(/<((?:https?|mailto):[^|>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
