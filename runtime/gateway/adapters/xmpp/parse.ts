/**
 * A message stanza as the core knows it (RFC 6121 §5): what a person wrote in a chat of two. Rooms, and what
 * is whispered through one (XEP-0045 §7.5: behind its address is whoever chose a nick there), errors,
 * corrections (XEP-0308), what is taken back (XEP-0424), reactions (XEP-0444), signs of typing (XEP-0085) and copies
 * of what was sent are passed over.
 */
import type { Element } from '@xmpp/client';
import { foldAscii } from '../../../core/fold-ascii.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

export interface Reading {
  /** The bare address of this account. */
  readonly own: string;
  readonly now: number;
  /** When the server took it, epoch ms; absent: just now, or as the stanza itself says (XEP-0203). */
  readonly takenAt?: number | undefined;
  /** The server's id of it in its archive. */
  readonly archiveId?: string | undefined;
}

export function parseMessage(stanza: Element, reading: Reading): ArrivedMessage | undefined {
  const { own, now, takenAt = delayOf(stanza), archiveId = archiveIdOf(stanza, own) } = reading;
  const user = bareOf(stanza.attrs['from'] ?? '');
  const type = stanza.attrs['type'] ?? 'normal';
  const body = stanza.getChildText('body');
  if (user === '' || user === own || body === null) return undefined;
  if (type !== 'chat' && type !== 'normal') return undefined;
  if (isBesides(stanza)) return undefined;
  const text = ownWords(withoutFallback(stanza, body));
  const sent = stanza.attrs['id'] ?? `${String(takenAt ?? now)}:${body}`;
  return {
    id: archiveId ?? `${user}:${sent}`,
    chat: user,
    user,
    at: Math.min(takenAt ?? now, now),
    kind: kindOf(stanza, { body, text }),
    text,
  };
}

/** What stands in the body of these is not said: it is for clients that do not know them. */
const BESIDES = [
  ['replace', 'urn:xmpp:message-correct:0'],
  ['x', 'http://jabber.org/protocol/muc#user'],
  ['retract', 'urn:xmpp:message-retract:1'],
  ['reactions', 'urn:xmpp:reactions:0'],
] as const;

function isBesides(stanza: Element): boolean {
  return BESIDES.some(([name, namespace]) => stanza.getChild(name, namespace) !== undefined);
}

/** Without the resource, which says which of their devices it was. In small letters: RFC 7622 §3. */
export function bareOf(jid: string): string {
  return foldAscii(jid.split('/')[0] ?? '');
}

/**
 * XEP-0359 §3: believed only of the own server, which takes those out that a sender wrote in its name. With a
 * resource behind it the name is another one, and stays: anybody could say with it how far was heard.
 */
export function archiveIdOf(stanza: Element, own: string): string | undefined {
  const ids = stanza.getChildren('stanza-id', 'urn:xmpp:sid:0');
  return ids.find(({ attrs }) => foldAscii(attrs['by'] ?? '') === own)?.attrs['id'];
}

/**
 * XEP-0203: when it was sent, of what waited. The sender's client may have said one and the server another:
 * the oldest counts, so whoever lies about it, or has a clock that is ahead, only makes it older, and is asked.
 */
export function delayOf(...holders: readonly Element[]): number | undefined {
  const delays = holders.flatMap((holder) => holder.getChildren('delay', 'urn:xmpp:delay'));
  const stamps = delays.map(({ attrs }) => Date.parse(attrs['stamp'] ?? ''));
  const known = stamps.filter((stamp) => !Number.isNaN(stamp));
  return known.length === 0 ? undefined : Math.min(...known);
}

/**
 * XEP-0428: what stands there only for those who do not know replies: the words of somebody else. Where it does
 * not say which part, it is the whole.
 */
function withoutFallback(stanza: Element, body: string): string {
  const fallback = stanza
    .getChildren('fallback', 'urn:xmpp:fallback:0')
    .find(({ attrs }) => attrs['for'] === 'urn:xmpp:reply:0');
  if (fallback === undefined) return body;
  const range = fallback.getChild('body')?.attrs ?? {};
  // Counted in code points (XEP-0426).
  const characters = Array.from(body);
  const [start, end] = [Number(range['start'] ?? 0), Number(range['end'] ?? characters.length)];
  return [...characters.slice(0, start), ...characters.slice(end)].join('');
}

/** XEP-0393 §5.1.3: lines that begin with > are quoted. */
function ownWords(text: string): string {
  const lines = text.split('\n').filter((line) => !line.startsWith('>'));
  return lines.join('\n').trim();
}

function kindOf(
  stanza: Element,
  { body, text }: { readonly body: string; readonly text: string },
): ArrivedMessage['kind'] {
  // XEP-0297: somebody else's stanza in this one.
  if (stanza.getChild('forwarded', 'urn:xmpp:forward:0') !== undefined) return 'forwarded';
  // XEP-0066, XEP-0447: the body is the address of it.
  const isFile =
    stanza.getChild('x', 'jabber:x:oob') !== undefined ||
    stanza.getChild('file-sharing', 'urn:xmpp:sfs:0') !== undefined;
  // What is encrypted end to end cannot be read here: it comes with a sentence that says so.
  const isSealed = stanza.getChild('encryption', 'urn:xmpp:eme:0') !== undefined;
  if (isFile || isSealed) return 'other';
  return text === '' && body.trim() !== '' ? 'forwarded' : 'text';
}
