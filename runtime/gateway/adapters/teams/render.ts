/** What is sent, as an Activity with an Adaptive Card for its buttons (adaptivecards.io/explorer/Action.Submit.html). */
import type { Button, Outgoing } from '../../channels/channel-adapter.ts';

export function renderMessage({ text, buttons = [] }: Outgoing): object {
  const attachments = buttons.length > 0 ? { attachments: [cardOf(buttons)] } : {};
  return { type: 'message', textFormat: 'plain', text, ...attachments };
}

/** Only the buttons: the text stands above it, complete by itself. */
function cardOf(buttons: readonly Button[]): object {
  const actions = buttons.map(({ label, token }) => ({
    ...{ type: 'Action.Submit', title: label },
    data: { boardtalk: token },
  }));
  const content = { type: 'AdaptiveCard', version: '1.4', body: [], actions };
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}
