/** Which files go into a backup: what stands at a path, by the name it is to have there. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/app-error.ts';

export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

/** A site directory has a handful of small files; what is larger belongs to something else. */
const MOST_BYTES = 1_048_576;

/** Of a directory all files below it; nothing where there is nothing. Links, sockets and large files are left out. */
export async function listFiles(path: string, name: string): Promise<readonly NamedFile[]> {
  const found = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isFile() === true) return found.size > MOST_BYTES ? [] : [{ name, path }];
  if (found?.isDirectory() !== true) return [];
  const names = (await readdir(path)).sort();
  const below = names.map((one) => listFiles(join(path, one), `${name}/${one}`));
  return (await Promise.all(below)).flat();
}
