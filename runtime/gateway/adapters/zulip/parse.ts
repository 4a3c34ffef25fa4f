/**
 * A message of Zulip (zulip.com/api/get-events#message, zulip.com/api/get-messages) as the core knows it: what
 * people write to the bot, and in channels what names it. It comes as it was written (`apply_markdown` false).
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { chatWith, inTopic } from './render.ts';

const messageSchema = z.object({
  id: z.int(),
  sender_id: z.int(),
  /** `private`: a direct message, also of several. */
  type: z.enum(['stream', 'private']),
  stream_id: z.int().optional(),
  /** The topic, by its old name. */
  subject: z.string().default(''),
  /** Of a direct message all who have it, the sender too; of a channel its name. */
  display_recipient: z.union([z.array(z.object({ id: z.int() })), z.string()]),
  content: z.string(),
  /** Unix time, s. */
  timestamp: z.number(),
});

/** zulip.com/api/get-own-user */
export const meSchema = z.object({ user_id: z.int(), full_name: z.string() });
export type Me = Readonly<z.infer<typeof meSchema>>;

export interface Reading {
  readonly me: Me;
  /** Epoch ms, by both clocks at one moment. */
  readonly now: number;
  readonly serverNow: number;
}

export interface Parsed {
  readonly id: number;
  /** Absent: it was not for the bot. */
  readonly message?: ArrivedMessage;
}

export function parseMessage(value: unknown, { me, now, serverNow }: Reading): Parsed | undefined {
  const message = messageSchema.safeParse(value).data;
  if (message === undefined) return undefined;
  const { id, sender_id: sender, timestamp, content } = message;
  const own = ownWords(content);
  const place = placeOf(message, me);
  if (sender === me.user_id || place === undefined) return { id };
  const name = nameOf(me);
  const shown = shownIn(own);
  const kind = kindOf(own, content, shown);
  const ref = kind === 'file' ? shown.picture : undefined;
  const text = (kind === 'file' ? shown.words : own).replaceAll(name, '').trim();
  const isNamed = own !== own.replaceAll(name, '');
  return {
    id,
    message: {
      ...{ id: String(id), user: String(sender), text },
      chat: place.chat,
      at: now - Math.max(0, serverNow - timestamp * 1_000),
      kind,
      ...(place.isGroup && { group: isNamed ? ('addressed' as const) : ('overheard' as const) }),
      ...(ref !== undefined && { file: { ref } }),
    },
  };
}

type Message = z.infer<typeof messageSchema>;

function placeOf(
  { type, stream_id: channel, subject, display_recipient: people, sender_id: sender }: Message,
  me: Me,
): { readonly chat: string; readonly isGroup: boolean } | undefined {
  if (type === 'stream')
    return channel === undefined ? undefined : { chat: inTopic(channel, subject), isGroup: true };
  if (typeof people === 'string') return undefined;
  const others = people.map(({ id }) => id).filter((id) => id !== me.user_id);
  const isGroup = others.length > 1;
  return { chat: chatWith(...(isGroup ? others : [sender])), isGroup };
}

/**
 * web/src/compose_reply: “@_**Iago|5** [said](…):”, and below it a fence that says quote; a line with `>` is the
 * same (zulip.com/help/format-a-quote).
 */
const QUOTE =
  /(?:^@_\*\*[^\n]*:\n)?^(`{3,}|~{3,})[^\S\n]*quote[^\S\n]*\n[\s\S]*?(?:^\1[^\S\n]*$|(?![\s\S]))/gim;
const QUOTED_LINE = /^[^\S\n]*>.*$/gm;

/** Without what somebody else said. */
function ownWords(content: string): string {
  return content.replaceAll(QUOTE, '').replaceAll(QUOTED_LINE, '').trim();
}

/** zulip.com/api/upload-file: a file is a link to where it was put. Looked into afterwards: in one pattern it would take seconds. */
const LINK = /!?\[[^\]\n]*\]\([^)\n]*\)/g;
const UPLOADED = /\]\([^)\s]*\/user_uploads\//;

function kindOf(own: string, content: string, { words, picture }: Shown): ArrivedMessage['kind'] {
  if (own === '' && content.trim() !== '') return 'forwarded';
  if (picture !== undefined) return 'file';
  return words.trim() === '' ? 'other' : 'text';
}

interface Shown {
  /** Without the links to files. */
  readonly words: string;
  readonly picture: string | undefined;
}

/** In one pass: a text of brackets that never end takes long enough once. */
function shownIn(own: string): Shown {
  const paths: string[] = [];
  const words = own.replaceAll(LINK, (link) => {
    paths.push(...(PICTURE.exec(link)?.slice(1) ?? []));
    return UPLOADED.test(link) ? '' : link;
  });
  return { words, picture: paths.find(isPlain) };
}

/** zulip.com/api/get-attachments, `path_id`; of this server alone, and by its name, for nothing else tells the type. */
const PICTURE = /\]\(\/user_uploads\/([^\s)%?#\\]{1,1000}\.(?:png|jpe?g|webp))\)$/i;

/** Each part of it becomes one of an address. */
function isPlain(path: string): boolean {
  return path.split('/').every((part) => !/^\.{0,2}$/.test(part));
}

/** zulip.com/help/mention-a-user-or-group: `@**Board**`, and where two have this name `@**Board|12**`. */
function nameOf({ user_id: id, full_name: name }: Me): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const byId = String.raw`\|${String(id)}`;
  return new RegExp(String.raw`@\*\*(?:${literal}(?:${byId})?|${byId})\*\*[:,]?`, 'gi');
}
