/**
 * What is sent, as `spaces.messages.create` wants it (developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create,
 * …/rest/v1/cards#buttonlist).
 */
import type { Button, Outgoing } from '../../channels/channel-adapter.ts';
import { TOKEN_KEY } from './parse.ts';

export function spaceOf(chat: string): string {
  const [space = chat] = chat.split('/');
  return space;
}

/** @param isEdit buttons that were there go away */
export function renderMessage(
  { chat, text, buttons = [] }: Outgoing,
  { isEdit }: { readonly isEdit: boolean },
): object {
  const [space = chat, thread] = chat.split('/');
  const place =
    thread === undefined ? {} : { thread: { name: `spaces/${space}/threads/${thread}` } };
  return {
    text: withoutMentions(text),
    ...((isEdit || buttons.length > 0) && { cardsV2: buttons.length > 0 ? [cardOf(buttons)] : [] }),
    ...(!isEdit && place),
  };
}

/** …/workspace/chat/format-messages: `<users/all>` calls everybody of the space, whoever wrote it first. */
function withoutMentions(text: string): string {
  return text.replaceAll('<users/', '< users/');
}

/** Only the buttons: the text stands above, complete by itself. */
function cardOf(buttons: readonly Button[]): object {
  const list = buttons.map(({ label, token }) => ({
    text: label,
    onClick: {
      action: { function: TOKEN_KEY, parameters: [{ key: TOKEN_KEY, value: token }] },
    },
  }));
  const card = { sections: [{ widgets: [{ buttonList: { buttons: list } }] }] };
  return { cardId: TOKEN_KEY, card };
}
