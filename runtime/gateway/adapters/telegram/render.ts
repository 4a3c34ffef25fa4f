/** What is sent, as the Bot API wants it (core.telegram.org/bots/api#sendmessage, #sendphoto). */
import type { Outgoing, Picture } from '../../channels/channel-adapter.ts';

/** Of a caption (#sendphoto). */
const MOST_CAPTION = 1_024;

/** `GROUP/TOPIC`, or the chat alone. */
export function placeOf(chat: string): object {
  const [id = '', thread] = chat.split('/');
  return {
    chat_id: Number(id),
    ...(thread !== undefined && { message_thread_id: Number(thread) }),
  };
}

/** One button in each row: labels are sentences. Two short ones share a row. */
export function renderMessage({ chat, text, buttons }: Outgoing): object {
  const keys = buttons?.map(({ label, token }) => ({ text: label, callback_data: token }));
  const rows = keys?.length === 2 ? [keys] : keys?.map((key) => [key]);
  return {
    ...placeOf(chat),
    text,
    link_preview_options: { is_disabled: true },
    ...(rows && { reply_markup: { inline_keyboard: rows } }),
  };
}

export function renderPhoto({ chat, text }: Outgoing, { name, type, base64 }: Picture): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(placeOf(chat))) form.set(key, String(value));
  form.set('caption', text.slice(0, MOST_CAPTION));
  form.set('photo', new Blob([Buffer.from(base64, 'base64')], { type }), name);
  return form;
}
