/** The answer of a chat as lines in a terminal. */
import type { z } from '../core/schema.ts';
import type { chatReplySchema, confirmSchema } from './protocol.ts';

export type ShownReply = z.infer<typeof chatReplySchema>;

export function formatReply({ reply, confirm, suggestions }: ShownReply): string {
  const lines = [reply, ...(suggestions ?? []).map((text) => `  try: ${text}`)];
  if (confirm !== undefined) lines.push(`  yes or no, until ${timeOfDay(confirm.expiresAt)}`);
  return lines.join('\n');
}

/** For a command line, where no conversation waits for a yes. */
export function formatConfirm({
  question,
  shown = '',
  token,
  expiresAt,
}: z.infer<typeof confirmSchema>): string {
  return `${shown}${question}\n  until ${timeOfDay(expiresAt)}: boardtalk confirm ${token} yes`;
}

/** In the time zone of the terminal. */
function timeOfDay(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
