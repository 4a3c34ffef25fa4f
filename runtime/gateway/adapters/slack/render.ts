/** What is sent, as chat.postMessage wants it (docs.slack.dev/reference/methods/chat.postMessage). */
import type { Outgoing } from '../../channels/channel-adapter.ts';
import { chunkText } from '../../channels/chunk-text.ts';

/** docs.slack.dev/reference/block-kit/blocks/section-block: of one text. */
const MOST_SECTION = 3_000;

/** docs.slack.dev/reference/block-kit/block-elements/button-element: of a label. */
const MOST_LABEL = 75;

/** A person's id stands for the chat with them. */
export function placeOf(chat: string): { readonly channel: string; readonly thread_ts?: string } {
  const [channel = chat, thread] = chat.split('/');
  return { channel, ...(thread !== undefined && { thread_ts: thread }) };
}

/** Where there are buttons, blocks are shown, and the text stands in the notification. */
export function renderMessage({ chat, text, buttons }: Outgoing): object {
  return {
    ...placeOf(chat),
    text: escape(text),
    // Without `mrkdwn` what looks like a sign of formatting stays as it was written.
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: buttons === undefined ? [] : blocksOf(text, buttons),
  };
}

function blocksOf(text: string, buttons: NonNullable<Outgoing['buttons']>): readonly object[] {
  const sections = chunkText(text, { most: MOST_SECTION, unit: 'utf-16' }).map((piece) => ({
    type: 'section',
    text: { type: 'plain_text', text: piece, emoji: false },
  }));
  const elements = buttons.map(({ label, token }) => ({
    type: 'button',
    text: { type: 'plain_text', text: label.slice(0, MOST_LABEL), emoji: false },
    action_id: token,
    value: token,
  }));
  return [...sections, { type: 'actions', elements }];
}

/** docs.slack.dev/messaging/formatting-message-text, "Escaping text" */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
