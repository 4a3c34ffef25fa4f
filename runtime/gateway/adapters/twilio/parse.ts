/** A post of Twilio (twilio.com/docs/messaging/guides/webhook-request) as the core knows it. It does not say when the message was written. */
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

/** undefined: a parameter is there twice, and nobody knows which was meant. */
export function parseForm(body: string): ReadonlyMap<string, string> | undefined {
  const pairs = [...new URLSearchParams(body)];
  const form = new Map(pairs);
  return form.size === pairs.length ? form : undefined;
}

/** twilio.com/docs/usage/security#validating-requests: the address, and all parameters in the order of their names. */
export function signedText(address: string, form: ReadonlyMap<string, string>): string {
  const names = [...form.keys()].sort();
  return names.reduce((text, name) => `${text}${name}${form.get(name) ?? ''}`, address);
}

/**
 * What is signed says nowhere where a parameter ends (`MessageSidSM…NumMedia0`): whoever kept a post could cut it
 * elsewhere, and it would be another message.
 */
const MESSAGE = /^[A-Z]{2}[0-9a-f]{32}$/;

/** A number, a short one, or the name that a business gave itself (twilio.com/docs/glossary/what-alphanumeric-sender-id). */
const SENDER = /^(?:\+?\d{3,20}|[A-Za-z0-9 +_&-]{1,11})$/;

/** undefined: it is no message. @param now epoch ms */
export function messageOf(
  form: ReadonlyMap<string, string>,
  now: number,
): ArrivedMessage | undefined {
  const [id, user, text] = ['MessageSid', 'From', 'Body'].map((name) => form.get(name));
  if (id === undefined || user === undefined || text === undefined) return undefined;
  if (!MESSAGE.test(id) || !SENDER.test(user)) return undefined;
  const kind = text.trim() === '' ? 'other' : 'text';
  return { id, chat: user, user, at: now, kind, text: text.trim() };
}
