/** What is sent, as the Bot API wants it (core.telegram.org/bots/api#sendmessage, #sendphoto, #senddocument). */
import type { FileOut, Outgoing } from '../../channels/channel-adapter.ts';

/** Of a caption (#sendphoto, #senddocument). */
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

/** A table is a document: as a photo Telegram takes only what it can show. */
export function renderFile(
  { chat, text }: Outgoing,
  { name, type, base64 }: FileOut,
): { readonly method: 'sendPhoto' | 'sendDocument'; readonly form: FormData } {
  const isTable = type === 'text/csv';
  const form = new FormData();
  for (const [key, value] of Object.entries(placeOf(chat))) form.set(key, String(value));
  form.set('caption', text.slice(0, MOST_CAPTION));
  const content = new Blob([Buffer.from(base64, 'base64')], { type });
  form.set(isTable ? 'document' : 'photo', content, name);
  return { method: isTable ? 'sendDocument' : 'sendPhoto', form };
}
