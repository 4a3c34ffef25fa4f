/** Where a message goes, and what stands in it, as Zulip wants it (zulip.com/api/send-message). */

/**
 * zulip.com/api/register-queue, max_message_length: 10,000 code points on every server that nobody changed;
 * what `literal` adds has to fit as well.
 */
export const MOST_TEXT = 9_500;

/** A message to a channel needs a topic: of what the site says there by itself. */
const NEWS_TOPIC = 'news';

/** Direct messages, by the ids of all others. */
export function chatWith(...users: readonly number[]): string {
  return `@${users.toSorted((one, other) => one - other).join(',')}`;
}

export function inTopic(channel: number, topic: string): string {
  return `${String(channel)}/${topic}`;
}

type Place =
  | { readonly kind: 'direct'; readonly users: string }
  | { readonly kind: 'channel'; readonly channel: string; readonly topic: string }
  | undefined;

/** undefined: it is no place of Zulip's. A topic may have any character in it. */
export function placeOf(chat: string): Place {
  const [, users] = /^@(\d+(?:,\d+)*)$/.exec(chat) ?? [];
  if (users !== undefined) return { kind: 'direct', users: `[${users}]` };
  const [, channel, topic = NEWS_TOPIC] = /^(\d+)(?:\/(.*))?$/s.exec(chat) ?? [];
  return channel === undefined ? undefined : { kind: 'channel', channel, topic };
}

/** Nobody is rung, no poll begins: a space without width parts the sign from what makes it a command. */
export function literal(text: string): string {
  return text.replaceAll(/@(?=_?\*)/g, '@\u200b').replace(/^(?=\/)/, '\u200b');
}
