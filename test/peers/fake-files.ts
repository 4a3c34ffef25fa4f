/** The pictures that people sent, as a platform on loopback keeps them. */
import type { ServerResponse } from 'node:http';
import type { Told } from './loopback-http.ts';

export class FakeFiles {
  readonly #files = new Map<string, Uint8Array>();
  /** How many were fetched. */
  fetched = 0;

  /** @returns how many were kept before: a part of its id */
  get next(): number {
    return this.#files.size;
  }

  keep(id: string, bytes: Uint8Array): string {
    this.#files.set(id, bytes);
    return id;
  }

  lose(): void {
    this.#files.clear();
  }

  has(id: string): boolean {
    return this.#files.has(id);
  }

  /** undefined: there is none, or no more */
  get(id: string): Uint8Array | undefined {
    const file = this.#files.get(id);
    if (file !== undefined) this.fetched += 1;
    return file;
  }

  told(id: string, missing: Told): Told {
    const bytes = this.get(id);
    return bytes === undefined ? missing : { status: 200, bytes };
  }

  give(id: string, response: ServerResponse): void {
    const file = this.get(id);
    response.writeHead(file === undefined ? 404 : 200).end(file);
  }
}
