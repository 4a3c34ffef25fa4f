/** What is sent, as Create Message wants it (docs.discord.com/developers/resources/message#create-message). */
import { createHash } from 'node:crypto';
import type { Button, Outgoing } from '../../channels/channel-adapter.ts';

/** …/resources/message#create-message: content. */
export const MOST_TEXT = 2_000;

/** …/components/reference#button: of a label. */
const MOST_LABEL = 80;

/** …/resources/message#create-message: of a nonce; 22 of base64url are 132 bits. */
const NONCE_LENGTH = 22;

/** …/resources/message#message-object-message-flags: what an address points to is not shown below. */
const SUPPRESS_EMBEDS = 4;

/** @param key the same for the same message: Discord shows it once */
export function renderMessage(message: Outgoing, key: string): string | FormData {
  const { file } = message;
  const payload = {
    ...renderText(message),
    nonce: createHash('sha256').update(key).digest('base64url').slice(0, NONCE_LENGTH),
    enforce_nonce: true,
    ...(file !== undefined && {
      attachments: [{ id: 0, filename: file.name, description: file.alt }],
    }),
  };
  if (file === undefined) return JSON.stringify(payload);
  // …/reference#uploading-files
  const form = new FormData();
  form.set('payload_json', JSON.stringify(payload));
  const bytes = new Uint8Array(Buffer.from(file.base64, 'base64'));
  form.set('files[0]', new Blob([bytes], { type: file.type }), file.name);
  return form;
}

/** Nobody is rung by what is said: a name in it is a word. */
export function renderText({ text, buttons = [] }: Outgoing): object {
  return {
    content: literal(text),
    flags: SUPPRESS_EMBEDS,
    allowed_mentions: { parse: [] },
    components: rowsOf(buttons),
  };
}

/** …/components/reference#action-row: at most five in a row. */
const IN_A_ROW = 5;

function rowsOf(buttons: readonly Button[]): readonly object[] {
  const elements = buttons.map(({ label, token }) => ({
    ...{ type: 2, style: 2, custom_id: token },
    label: label.slice(0, MOST_LABEL),
  }));
  const rows: object[] = [];
  for (let at = 0; at < elements.length; at += IN_A_ROW)
    rows.push({ type: 1, components: elements.slice(at, at + IN_A_ROW) });
  return rows;
}

/** Addresses stay as they are; elsewhere Markdown is said by its signs, and not by its looks. */
function literal(text: string): string {
  const escaped = text
    .split(/(https?:\/\/\S+)/)
    .map((piece, at) => (at % 2 === 1 ? piece : escape(piece)))
    .join('');
  return escaped.length > MOST_TEXT ? text : escaped;
}

function escape(text: string): string {
  return text.replaceAll(/[\\*_~`|<[]/g, String.raw`\$&`).replaceAll(/^[>#]/gm, String.raw`\$&`);
}
