/** What a call of the Bot API carries, however it is written. */

export interface Params {
  readonly offset?: number;
  readonly timeout?: number;
  readonly limit?: number;
  readonly chat_id?: number;
  readonly message_id?: number;
  readonly message_thread_id?: number;
  readonly text?: string;
  readonly caption?: string;
  readonly photo?: Buffer;
  readonly callback_query_id?: string;
  readonly reply_markup?: {
    readonly inline_keyboard: readonly (readonly { text: string; callback_data: string }[])[];
  };
}

/** "Making requests": JSON, or a form, in which what is no text is JSON. */
export function paramsOf(body: Buffer, type = ''): Params {
  if (body.length === 0) return {};
  if (type.startsWith('application/json')) return JSON.parse(body.toString()) as Params;
  const [, boundary] = /boundary=(\S+)/.exec(type) ?? [];
  const form =
    boundary === undefined ? new URLSearchParams(body.toString()) : partsOf(body, boundary);
  const fields = [...form].map(([name, value]) => {
    const isText = typeof value !== 'string' || TEXTS.includes(name);
    return [name, isText ? value : (JSON.parse(value) as unknown)];
  });
  return Object.fromEntries(fields) as Params;
}

/** RFC 7578: a text for each field, the bytes of a file. */
function partsOf(body: Buffer, boundary: string): ReadonlyMap<string, string | Buffer> {
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const [, name = ''] = /name="([^"]*)"/.exec(part.slice(0, end)) ?? [];
      const bytes = Buffer.from(part.slice(end + 4, -2), 'latin1');
      return [name, part.slice(0, end).includes('filename=') ? bytes : bytes.toString()];
    }),
  );
}

const TEXTS = ['text', 'caption', 'callback_query_id', 'action'];
