/** What is sent, as POST /api/v4/posts wants it (developers.mattermost.com/api-documentation, "CreatePost"). */
import { createHash } from 'node:crypto';

/** server/public/model/post.go, PostMessageMaxRunesV2: code points; no text has more of them than UTF-16 units. */
export const MOST_TEXT = 16_383;

/** 22 of base64url are 132 bits. */
const KEY_LENGTH = 22;

/** A thread of a channel stands behind its id. */
export function placeOf(channel: string, chat: string): object {
  const [, root] = chat.startsWith('@') ? [] : chat.split('/');
  return { channel_id: channel, ...(root !== undefined && { root_id: root }) };
}

/** The same for the same message of this bot: all of a server share one list of these. */
export function pendingId(me: string, key: string): string {
  return `${me}:${createHash('sha256').update(key).digest('base64url').slice(0, KEY_LENGTH)}`;
}

/** Addresses stay as they are; elsewhere Markdown is said by its signs, and not by its looks. */
export function literal(text: string): string {
  const escaped = text
    .split(/(https?:\/\/\S+)/)
    .map((piece, at) => (at % 2 === 1 ? piece : escape(piece)))
    .join('');
  return escaped.length > MOST_TEXT ? text : escaped;
}

/** Nobody is rung for a whole channel: a space without width parts the sign from the name. */
function escape(text: string): string {
  return text
    .replaceAll(/[\\*_~`|<[]/g, String.raw`\$&`)
    .replaceAll(/^[>#]/gm, String.raw`\$&`)
    .replaceAll(/@(?=(?:all|channel|here)\b)/gi, '@\u200b');
}
