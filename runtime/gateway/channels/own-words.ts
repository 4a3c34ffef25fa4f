/**
 * What a person wrote themselves: lines that begin with `>` are somebody else's words, in mail (RFC 3676 §4.5) and
 * wherever Markdown is written; `>>>` and all behind it, too (Discord). And what stands under a picture is no order,
 * but a stop.
 */
import type { ArrivedMessage } from './channel-adapter.ts';
import { isStop } from './is-stop.ts';

const QUOTED = /^\s*>/;
const ALL_QUOTED = /^\s*>>>/;

/** The message without what it quotes; `forwarded` where that is all there was. */
export function inOwnWords(message: ArrivedMessage): ArrivedMessage {
  const { kind, text, file: _file, ...rest } = message;
  if (kind === 'file' && isStop({ kind: 'text', text })) return { ...rest, kind: 'text', text };
  if (kind !== 'text' || !/^\s*>/m.test(text)) return message;
  const lines = text.split('\n');
  const end = lines.findIndex((line) => ALL_QUOTED.test(line));
  const open = end === -1 ? lines : lines.slice(0, end);
  const own = open
    .filter((line) => !QUOTED.test(line))
    .join('\n')
    .trim();
  return { ...message, text: own, kind: own === '' ? 'forwarded' : 'text' };
}
