/**
 * A PRIVMSG as the core knows it. Notices are for programs, CTCP is none of ours (modern.ircdocs.horse/#notice-message),
 * and who says of itself that it is a bot is not answered (ircv3.net/specs/extensions/bot-mode).
 */
import { foldAscii } from '../../../core/fold-ascii.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { withoutFormatting, type IrcLine } from './irc-line.ts';

export interface Reading {
  /** In small letters. */
  readonly nick: string;
  readonly trustsNicks: boolean;
  readonly now: number;
  /** For servers that give messages no id. */
  readonly newId: () => string;
}

const CTCP = '\u0001';

/** Of a client in bot mode; the second one before the specification was finished. */
const BOT_TAGS = ['bot', 'draft/bot'];

/**
 * IRCv3 account-tag: who is not logged in to the services of the network has no account, and is passed over.
 * Not even a code may link them: whoever has their nick tomorrow would be the person.
 */
export function parseMessage(line: IrcLine, reading: Reading): ArrivedMessage | undefined {
  const { nick, trustsNicks, now, newId } = reading;
  const [target = '', said = ''] = line.params;
  if (line.command !== 'PRIVMSG' || line.from === nick || said.startsWith(CTCP)) return undefined;
  if (BOT_TAGS.some((tag) => line.tags.has(tag))) return undefined;
  const isDirect = foldAscii(target) === nick;
  const account = foldAscii(line.tags.get('account') ?? '');
  const user = trustsNicks ? line.from : account;
  if (user === '' || user === '*') return undefined;
  const sentAt = Date.parse(line.tags.get('time') ?? '') || now;
  const { text, isNamed } = withoutName(withoutFormatting(said), nick);
  return {
    id: line.tags.get('msgid') ?? newId(),
    chat: isDirect ? line.from : foldAscii(target),
    user,
    at: Math.min(sentAt, now),
    kind: 'text',
    text: isDirect ? withoutFormatting(said).trim() : text,
    ...(!isDirect && { group: isNamed ? ('addressed' as const) : ('overheard' as const) }),
  };
}

/** `board: pump on`, `board, pump on` */
function withoutName(
  text: string,
  nick: string,
): { readonly text: string; readonly isNamed: boolean } {
  const [, rest] = foldAscii(text).startsWith(nick)
    ? (/^[:,]\s*(.*)$/s.exec(text.slice(nick.length)) ?? [])
    : [];
  return rest === undefined ? { text, isNamed: false } : { text: rest.trim(), isNamed: true };
}
