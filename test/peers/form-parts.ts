/** A form as it is posted (RFC 7578): its fields as texts, its files as bytes. */

/** A file that a person sees. */
export interface SeenFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
}

export interface FormFile extends SeenFile {
  readonly content: Buffer;
}

export interface FormParts {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, FormFile>;
}

/** undefined: it is no form with files. */
export function formParts(body: Buffer, contentType = ''): FormParts | undefined {
  const [, boundary] = /^multipart\/form-data; *boundary="?([^"\s;]+)"?/.exec(contentType) ?? [];
  if (boundary === undefined) return undefined;
  const fields = new Map<string, string>();
  const files = new Map<string, FormFile>();
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(0, end);
    const content = Buffer.from(part.slice(end + 4, -2), 'latin1');
    const [, name = ''] = /[; ]name="([^"]*)"/.exec(head) ?? [];
    const [, file] = /filename="([^"]*)"/.exec(head) ?? [];
    const [, type = ''] = /^content-type: *(\S+)/im.exec(head) ?? [];
    // Some clients send bytes without a name, but no text with a type.
    if (file === undefined && type === '') fields.set(name, content.toString());
    else files.set(name, { name: file ?? name, type, bytes: content.length, content });
  }
  return { fields, files };
}
