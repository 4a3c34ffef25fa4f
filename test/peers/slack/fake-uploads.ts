/** Files on their way to the Slack on loopback: a place is asked for, the bytes come there, then they are shared. */
import { formParts, type SeenFile } from '../form-parts.ts';

const TYPES: Readonly<Record<string, string>> = {
  ...{ png: 'image/png', jpg: 'image/jpeg', csv: 'text/csv' },
};

interface Upload {
  readonly name: string;
  readonly length: number;
  readonly isHere: boolean;
}

export class FakeUploads {
  /** The app has no files:write. */
  isRefused = false;
  /** Another address than this Slack's is named. */
  elsewhere: string | undefined;
  readonly #uploads = new Map<string, Upload>();

  begin(
    { filename: name, length }: { readonly filename?: string; readonly length?: string },
    base: string,
  ): object {
    if (this.isRefused) return { ok: false, error: 'missing_scope' };
    if (name === undefined || !(Number(length) > 0))
      return { ok: false, error: 'invalid_arguments' };
    const id = `F${String(this.#uploads.size + 1)}`;
    this.#uploads.set(id, { name, length: Number(length), isHere: false });
    return { ok: true, upload_url: `${this.elsewhere ?? base}/${id}`, file_id: id };
  }

  /** docs.slack.dev/reference/methods/files.getUploadURLExternal: raw bytes, or a form that has them. */
  take(id: string, body: Buffer, contentType: string | undefined): boolean {
    const upload = this.#uploads.get(id);
    const [part] = formParts(body, contentType)?.files.values() ?? [];
    const { length } = part?.content ?? body;
    if (upload?.length !== length) return false;
    this.#uploads.set(id, { ...upload, isHere: true });
    return true;
  }

  /** undefined: something of it is not here. @param list JSON, as `files` of the call */
  end(list = '[]'): readonly SeenFile[] | undefined {
    const ids = (JSON.parse(list) as readonly { readonly id: string }[]).map(({ id }) => id);
    const uploads = ids.flatMap((id) => this.#uploads.get(id) ?? []).filter(({ isHere }) => isHere);
    if (ids.length === 0 || uploads.length < ids.length) return undefined;
    return uploads.map(({ name, length }) => ({
      ...{ name, bytes: length },
      type: TYPES[name.split('.').at(-1) ?? ''] ?? '',
    }));
  }
}
