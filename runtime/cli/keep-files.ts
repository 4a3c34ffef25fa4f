/** Pictures and tables of an answer, for a terminal that shows none: kept for an hour in TMPDIR, as files that only this user can read. */
import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../core/app-error.ts';
import type { z } from '../core/schema.ts';
import type { attachmentSchema } from './protocol.ts';

type Files = readonly z.infer<typeof attachmentSchema>[];

/** What the node calls them; any other name is not taken for a path. */
const NAME = /^[a-z0-9-]+\.(?:png|jpg|svg|csv)$/;

const PREFIX = 'boardtalk-pictures-';

/** People are on them: long enough to be looked at, and no longer. */
const KEPT_MS = 3_600_000;

/** Those of this user, of earlier answers. What others have removed meanwhile is gone all the same. */
async function removeOld(): Promise<void> {
  const names = await readdir(tmpdir());
  const ours = names.filter((name) => name.startsWith(PREFIX)).map((name) => join(tmpdir(), name));
  for (const path of ours) {
    const found = await lstat(path).catch(() => undefined);
    const isOurs = found?.isDirectory() === true && found.uid === process.getuid?.();
    if (isOurs && Date.now() - found.mtimeMs > KEPT_MS)
      await rm(path, { recursive: true, force: true });
  }
}

/** One line for each, saying where it lies. An answer is not lost because a file of it cannot be kept. */
export async function keepFiles(files: Files = []): Promise<readonly string[]> {
  if (files.length === 0) return [];
  try {
    await removeOld();
    const directory = await mkdtemp(join(tmpdir(), PREFIX));
    return await Promise.all(
      files.map(async ({ name, base64 }, index) => {
        const file = NAME.test(name) ? name : 'picture';
        const kind = file.endsWith('.csv') ? 'table' : 'picture';
        const path = join(directory, index === 0 ? file : `${String(index + 1)}-${file}`);
        await writeFile(path, Buffer.from(base64, 'base64'), { mode: 0o600 });
        return `  ${kind}: ${path}`;
      }),
    );
  } catch (error) {
    return [`  a file cannot be kept: ${errorMessage(error)}`];
  }
}
