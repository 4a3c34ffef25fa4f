/** What a bot posts to Discord: as JSON, or as a form that has the JSON and files beside ("Uploading Files"). */

export interface Params {
  readonly content?: string;
  readonly nonce?: string;
  readonly enforce_nonce?: boolean;
  readonly recipient_id?: string;
  readonly type?: number;
  readonly files?: number;
  readonly components?: readonly {
    readonly components: readonly { readonly label: string; readonly custom_id: string }[];
  }[];
}

export function paramsOf(body: Buffer, contentType: string): Params {
  if (body.length === 0) return {};
  const [, boundary] = /^multipart\/form-data; *boundary="?([^"]+)"?$/.exec(contentType) ?? [];
  if (boundary === undefined) return JSON.parse(body.toString()) as Params;
  const parts = body.toString().split(`--${boundary}`);
  const files = parts.filter((part) => /name="files\[\d+\]"/.test(part)).length;
  const said = parts.find((part) => part.includes('name="payload_json"')) ?? '';
  const [, json = '{}'] = /\r\n\r\n([^]*)\r\n$/.exec(said) ?? [];
  return { ...(JSON.parse(json) as Params), files };
}
