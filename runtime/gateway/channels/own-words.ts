/** What a person wrote themselves: lines that begin with `>` are somebody else's words, in mail (RFC 3676 §4.5) and wherever Markdown is written. */
import type { ArrivedMessage } from './channel-adapter.ts';

const QUOTED = /^\s*>/;

/** The message without what it quotes; `forwarded` where that is all there was. */
export function inOwnWords(message: ArrivedMessage): ArrivedMessage {
  const { kind, text } = message;
  if (kind !== 'text' || !/^\s*>/m.test(text)) return message;
  const lines = text.split('\n').filter((line) => !QUOTED.test(line));
  const own = lines.join('\n').trim();
  return { ...message, text: own, kind: own === '' ? 'forwarded' : 'text' };
}
