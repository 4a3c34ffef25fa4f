/**
 * What is sent, as Feishu wants it (open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json): a post of
 * plain lines, for in a `text` message what looks like a tag calls people; a card where there are buttons.
 */
import { createHash } from 'node:crypto';
import type { Button, FileOut, Outgoing } from '../../channels/channel-adapter.ts';

export type MessageType = 'post' | 'interactive' | 'file';

export interface Rendered {
  readonly msg_type: MessageType;
  /** JSON as text. */
  readonly content: string;
}

export function renderMessage({ chat, text, buttons = [] }: Outgoing): Rendered {
  return buttons.length > 0 ? renderCard(text, buttons, placeOf(chat)) : renderPost(text);
}

/** @param above a picture over the lines */
function renderPost(text: string, above: readonly object[] = []): Rendered {
  const lines = text.split('\n').map((line) => [{ tag: 'text', text: line === '' ? ' ' : line }]);
  const post = { zh_cn: { content: [...above, ...lines] } };
  return { msg_type: 'post', content: JSON.stringify(post) };
}

/** …/reference/im-v1/image/create, …/reference/im-v1/file/create: `stream` is any other type. */
export function renderUpload({ name, type, base64 }: FileOut): {
  readonly path: string;
  readonly body: FormData;
} {
  const content = new Blob([new Uint8Array(Buffer.from(base64, 'base64'))], { type });
  const body = new FormData();
  const isTable = type === 'text/csv';
  body.set(isTable ? 'file_type' : 'image_type', isTable ? 'stream' : 'message');
  if (isTable) body.set('file_name', name);
  body.set(isTable ? 'file' : 'image', content, name);
  return { path: isTable ? 'im/v1/files' : 'im/v1/images', body };
}

/** What Feishu calls what was uploaded. */
export interface UploadedFile {
  readonly kind: 'image' | 'file';
  readonly key: string;
}

/** A picture has its words below; a file has none. */
export function renderFile({ text }: Outgoing, { kind, key }: UploadedFile): Rendered {
  if (kind === 'image') return renderPost(text, [[{ tag: 'img', image_key: key }]]);
  return { msg_type: 'file', content: JSON.stringify({ file_key: key }) };
}

/** The same kind of message as before: Feishu changes none into the other. */
export function renderEdit(type: MessageType, message: Outgoing): Rendered {
  if (type === 'post') return renderMessage({ ...message, buttons: undefined });
  return renderCard(message.text, message.buttons ?? [], placeOf(message.chat));
}

/** Where it is sent (…/reference/im-v1/message/create): people have `ou_`, groups `oc_`. */
export function receiverOf(chat: string): 'open_id' | 'chat_id' {
  return chat.startsWith('ou_') ? 'open_id' : 'chat_id';
}

/** `uuid` of …/reference/im-v1/message/create: 50 characters at most. */
export function uuidOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 48);
}

type Place = 'direct' | 'group';

function placeOf(chat: string): Place {
  return receiverOf(chat) === 'open_id' ? 'direct' : 'group';
}

/** `update_multi`: only such a card can be changed (…/reference/im-v1/message/patch). */
function renderCard(text: string, buttons: readonly Button[], place: Place): Rendered {
  const actions = buttons.map(({ label, token }) => ({
    tag: 'button',
    text: { tag: 'plain_text', content: label },
    type: 'default',
    value: { token, place },
  }));
  const card = {
    config: { update_multi: true, wide_screen_mode: true },
    elements: [
      { tag: 'div', text: { tag: 'plain_text', content: text } },
      ...(actions.length > 0 ? [{ tag: 'action', actions }] : []),
    ],
  };
  return { msg_type: 'interactive', content: JSON.stringify(card) };
}
