/**
 * Looks whether the files of the site directory have changed, and reads them when somebody has
 * finished writing. It asks instead of being told: editors rename and network drives keep silent,
 * and a look at a handful of files costs nothing. A new token in its file (`phones-token`, a name without a
 * dot, as `boardtalk channels add` gives it) is an edit as well.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { Service } from '../core/service.ts';

/** What is the same on two looks is written to the end. */
const LOOK_EVERY_MS = 1_000;

export interface SiteWatchParts {
  readonly directory: string;
  readonly clock: Clock;
  /** Never rejects; the next look comes after it. */
  readonly onChange: () => Promise<void>;
}

export class SiteWatch implements Service {
  readonly #parts: SiteWatchParts;
  #known = '';
  #seen = '';
  #timer: Timer | undefined;

  constructor(parts: SiteWatchParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#known = await fingerprint(this.#parts.directory);
    this.#seen = this.#known;
    this.#timer = every(this.#parts.clock, LOOK_EVERY_MS, () => this.#look());
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    return Promise.resolve();
  }

  async #look(): Promise<void> {
    const now = await fingerprint(this.#parts.directory);
    const isSettled = now === this.#seen;
    this.#seen = now;
    if (!isSettled || now === this.#known) return;
    this.#known = now;
    await this.#parts.onChange();
  }
}

async function fingerprint(directory: string): Promise<string> {
  const names = await readdir(directory).catch(() => []);
  const files = names.filter((name) => name.endsWith('.yaml') || !name.includes('.')).sort();
  const marks = files.map(async (name) => {
    const found = await stat(join(directory, name)).catch(() => undefined);
    if (found?.isDirectory() === true) return name;
    return `${name} ${String(found?.mtimeMs)} ${String(found?.size)} ${String(found?.ino)}`;
  });
  return (await Promise.all(marks)).join('\n');
}
