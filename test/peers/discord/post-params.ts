/** What a bot posts to Discord: as JSON, or as a form that has the JSON and files beside ("Uploading Files"). */
import { formParts, type SeenFile } from '../form-parts.ts';

export interface Params {
  readonly content?: string;
  readonly nonce?: string;
  readonly enforce_nonce?: boolean;
  readonly recipient_id?: string;
  readonly type?: number;
  readonly files?: readonly SeenFile[];
  readonly components?: readonly {
    readonly components: readonly { readonly label: string; readonly custom_id: string }[];
  }[];
}

export function paramsOf(body: Buffer, contentType: string): Params {
  if (body.length === 0) return {};
  const form = formParts(body, contentType);
  if (form === undefined) return JSON.parse(body.toString()) as Params;
  const params = JSON.parse(form.fields.get('payload_json') ?? '{}') as Params;
  const files = [...form.files].filter(([name]) => /^files\[\d+\]$/.test(name));
  return { ...params, files: files.map(([, { name, type, bytes }]) => ({ name, type, bytes })) };
}
