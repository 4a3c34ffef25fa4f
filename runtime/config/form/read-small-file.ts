/** Reads a file that people wrote. One that is missing, too large or no file at all is an answer, not an error. */
import { readFile, stat } from 'node:fs/promises';
import { errorCode } from '../../core/app-error.ts';

export type SmallFile =
  | { readonly bytes: Uint8Array; readonly problem?: never }
  | { readonly bytes?: never; readonly problem: string; readonly isAbsent: boolean };

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

export async function readSmallFile(path: string, maxBytes: number): Promise<SmallFile> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return { problem: 'is not a file', isAbsent: false };
    if (stats.size > maxBytes)
      return { problem: `is larger than ${String(maxBytes / 1_000)} kB`, isAbsent: false };
    return { bytes: await readFile(path) };
  } catch (error) {
    const code = errorCode(error);
    const problem = PROBLEMS[code] ?? `cannot be read (${code})`;
    return { problem, isAbsent: code === 'ENOENT' };
  }
}
