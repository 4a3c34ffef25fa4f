/** Pictures of an answer, for a terminal that shows none: kept as files that only this user can read. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../core/app-error.ts';
import type { z } from '../core/schema.ts';
import type { attachmentSchema } from './protocol.ts';

type Pictures = readonly z.infer<typeof attachmentSchema>[];

/** What the node calls them; any other name is not taken for a path. */
const NAME = /^[a-z0-9-]+\.(?:png|jpg)$/;

/** One line for each, saying where it lies. An answer is not lost because its picture cannot be kept. */
export async function keepPictures(pictures: Pictures = []): Promise<readonly string[]> {
  if (pictures.length === 0) return [];
  try {
    const directory = await mkdtemp(join(tmpdir(), 'boardtalk-'));
    return await Promise.all(
      pictures.map(async ({ name, base64 }, index) => {
        const file = NAME.test(name) ? name : 'picture';
        const path = join(directory, index === 0 ? file : `${String(index + 1)}-${file}`);
        await writeFile(path, Buffer.from(base64, 'base64'), { mode: 0o600 });
        return `  picture: ${path}`;
      }),
    );
  } catch (error) {
    return [`  the picture cannot be kept: ${errorMessage(error)}`];
  }
}
