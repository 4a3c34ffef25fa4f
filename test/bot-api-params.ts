/** What a call of the Bot API carries, however it is written. */
import { formParts, type FormFile } from './peers/form-parts.ts';

export interface Params {
  readonly offset?: number;
  readonly timeout?: number;
  readonly limit?: number;
  readonly chat_id?: number;
  readonly message_id?: number;
  readonly message_thread_id?: number;
  readonly text?: string;
  readonly caption?: string;
  readonly photo?: FormFile;
  readonly document?: FormFile;
  readonly callback_query_id?: string;
  readonly file_id?: string;
  readonly reply_markup?: {
    readonly inline_keyboard: readonly (readonly { text: string; callback_data: string }[])[];
  };
}

/** "Making requests": JSON, or a form, in which what is no text is JSON. */
export function paramsOf(body: Buffer, type = ''): Params {
  if (body.length === 0) return {};
  if (type.startsWith('application/json')) return JSON.parse(body.toString()) as Params;
  const form = formParts(body, type);
  const given = form?.fields ?? new URLSearchParams(body.toString());
  const fields = [...given].map(([name, value]) => [
    name,
    TEXTS.includes(name) ? value : (JSON.parse(value) as unknown),
  ]);
  return Object.fromEntries([...fields, ...(form?.files ?? [])]) as Params;
}

const TEXTS = ['text', 'caption', 'callback_query_id', 'action', 'file_id'];
