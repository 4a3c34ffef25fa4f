/**
 * What is sent, as the Messages API wants it (developers.facebook.com/documentation/business-messaging/whatsapp/messages:
 * text-messages, interactive-reply-buttons-messages).
 */
import type { Button, Outgoing } from '../../channels/channel-adapter.ts';

/** …/interactive-reply-buttons-messages: label of a button. */
const MOST_LABEL = 20;

/** A user id is `CC.…` with the letters of a country (…/business-scoped-user-ids); a number is digits. */
const USER_ID = /^[A-Z]{2}\./;

export function renderMessage({ chat, text, buttons = [] }: Outgoing): object {
  const whole = {
    ...{ messaging_product: 'whatsapp', recipient_type: 'individual' },
    ...(USER_ID.test(chat) ? { recipient: chat } : { to: chat }),
  };
  if (buttons.length === 0)
    return { ...whole, type: 'text', text: { preview_url: false, body: text } };
  const labels = labelsOf(buttons);
  const replies = buttons.map(({ token }, at) => ({
    type: 'reply',
    reply: { id: token, title: labels[at] },
  }));
  const interactive = { type: 'button', body: { text }, action: { buttons: replies } };
  return { ...whole, type: 'interactive', interactive };
}

/** No two may be alike: cut ones are numbered then. */
function labelsOf(buttons: readonly Button[]): readonly string[] {
  const short = buttons.map(({ label }) => cut(label));
  const isUnique = new Set(short).size === short.length;
  return isUnique ? short : buttons.map(({ label }, at) => cut(`${String(at + 1)} ${label}`));
}

function cut(label: string): string {
  if (label.length <= MOST_LABEL) return label;
  let short = '';
  for (const sign of label) {
    if (short.length + sign.length >= MOST_LABEL) break;
    short += sign;
  }
  return `${short}…`;
}
