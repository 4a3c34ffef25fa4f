/** What is sent, as Rocket.Chat wants it (developer.rocket.chat/apidocs/send-message). */
import { createHash } from 'node:crypto';

/** Message_MaxAllowedSize is 5000 UTF-16 units where nobody changed it; what `literal` adds has to fit as well. */
export const MOST_TEXT = 4_900;

/** Of hex: 128 bits. */
const ID_LENGTH = 32;

/** The same for the same message of this bot: one server gives no id twice. */
export function messageId(userId: string, key: string): string {
  return createHash('sha256').update(`${userId}\n${key}`).digest('hex').slice(0, ID_LENGTH);
}

/** Nobody is rung for a whole room: a space without width parts the sign from the name. */
export function literal(text: string): string {
  return text.replaceAll(/@(?=(?:all|here)\b)/gi, '@\u200b');
}
