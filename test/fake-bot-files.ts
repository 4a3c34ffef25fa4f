/** The files of the Bot API on loopback: what people sent, by id, and where it is had (core.telegram.org/bots/api#file). */
import type { ServerResponse } from 'node:http';

export class FakeBotFiles {
  readonly #files = new Map<string, Uint8Array>();
  /** How many were fetched. */
  fetched = 0;

  /** @returns its id */
  keep(bytes: Uint8Array): string {
    const id = `photo-${String(this.#files.size)}`;
    this.#files.set(id, bytes);
    return id;
  }

  lose(): void {
    this.#files.clear();
  }

  has(id: string | undefined): id is string {
    return id !== undefined && this.#files.has(id);
  }

  placeOf(id: string): object {
    return { file_id: id, file_path: `photos/${id}.jpg` };
  }

  /** @returns whether it was asked for a file */
  answer(url: string, wanted: string, response: ServerResponse): boolean {
    const [, token, id = ''] = /^\/file\/bot([^/]*)\/photos\/([\w-]+)\.jpg$/.exec(url) ?? [];
    if (token === undefined) return false;
    const file = token === wanted ? this.#files.get(id) : undefined;
    if (file !== undefined) this.fetched += 1;
    response.writeHead(file === undefined ? 404 : 200).end(file);
    return true;
  }
}

/** A photograph is there in several sizes (#photosize); the largest one as it was sent. */
export function contentOf(text: string, isVoice: boolean, photo: string | undefined): object {
  if (isVoice) return { voice: { file_id: 'voice', duration: 1 } };
  if (photo === undefined) return { text };
  const sizes = [`${photo}-small`, photo].map((id, at) => ({ file_id: id, width: 90 * (1 + at) }));
  return { photo: sizes, ...(text !== '' && { caption: text }) };
}
