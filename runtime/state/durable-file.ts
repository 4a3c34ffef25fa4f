/** Small files that are on disk, whole or not at all, when the promise resolves. */
import { open, rename, stat } from 'node:fs/promises';
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

/** As `writeFileDurably`, with the owner and the mode of the file whose place it takes, or else of its directory. */
export async function rewriteFileDurably(path: string, content: string): Promise<void> {
  const { mode, uid, gid } = await stat(path).catch(() => stat(dirname(path)));
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(content);
    // Of a directory without the right to run it.
    await file.chmod(mode & 0o666);
    // Only root may, and only root has to: whoever else can write here has made the file.
    if (process.getuid?.() === 0) await file.chown(uid, gid);
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
