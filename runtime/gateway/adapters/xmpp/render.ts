/** What is sent (RFC 6121 §5.2; XEP-0085 for the sign of typing, XEP-0308 for corrections, XEP-0359 for ids). */
import { xml, type Element } from '@xmpp/client';
import type { Outgoing } from '../../channels/channel-adapter.ts';

const CHAT_STATES = 'http://jabber.org/protocol/chatstates';

export function renderMessage({ chat, text }: Outgoing, id: string, replaces?: string): Element {
  return xml(
    'message',
    { to: chat, type: 'chat', id },
    xml('body', {}, withoutControls(text)),
    xml('active', { xmlns: CHAT_STATES }),
    xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id }),
    replaces === undefined
      ? undefined
      : xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id: replaces }),
  );
}

export function renderTyping(chat: string): Element {
  return xml('message', { to: chat, type: 'chat' }, xml('composing', { xmlns: CHAT_STATES }));
}

/** XML 1.0 §2.2: with one of these in it the server ends the whole stream. */
function withoutControls(text: string): string {
  return Array.from(text, (character) => (isAllowed(character) ? character : '\uFFFD')).join('');
}

function isAllowed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
