/** What is sent, as LINE wants it (developers.line.biz/en/reference/messaging-api/#text-message, #quick-reply). */
import type { Button, Outgoing } from '../../channels/channel-adapter.ts';

/** Of a quick reply (#action-objects: label). */
const MOST_LABEL = 20;

export function renderMessage({ text, buttons = [] }: Outgoing): object {
  const items = buttons.map((button) => ({ type: 'action', action: actionOf(button) }));
  return { type: 'text', text, ...(items.length > 0 && { quickReply: { items } }) };
}

/** What was pressed stands in the chat then, as if it had been written. */
function actionOf({ label, token }: Button): object {
  const short = label.length > MOST_LABEL ? `${label.slice(0, MOST_LABEL - 1)}…` : label;
  return { type: 'postback', label: short, data: token, displayText: label };
}
