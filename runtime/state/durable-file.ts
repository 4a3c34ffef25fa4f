/** Small files that are on disk, whole or not at all, when the promise resolves. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Written beside its place and renamed. Mode 0600. */
export async function writeFileDurably(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await renameDurably(`${path}.new`, path);
}

/** Within one directory: a rename is only on disk when its directory is. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  const directory = await open(dirname(to), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
