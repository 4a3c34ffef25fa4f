/** What can be said of a model's file before any library sees it. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { TfliteError } from './errors.ts';

/** The largest file that is read: while it loads there are two of it in memory. */
const MAX_MODEL_BYTES = 512_000_000;

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'this user may not read it',
};

export interface CheckedFile {
  readonly bytes: Uint8Array;
  /** In hex digits. */
  readonly sha256: string;
}

/** @param sha256 what it must be @throws TfliteError TFLITE_NO_FILE, TFLITE_TOO_LARGE, TFLITE_WRONG_HASH */
export async function readCheckedFile(path: string, sha256?: string): Promise<CheckedFile> {
  const bytes = await readModel(path);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== undefined && sha256.toLowerCase() !== found)
    throw new TfliteError('TFLITE_WRONG_HASH', `${path} has the sha256 ${found}, not ${sha256}`);
  return { bytes, sha256: found };
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_MODEL_BYTES) throw tooLarge(path, size);
    return await readFile(path);
  } catch (error) {
    if (error instanceof TfliteError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const reason = WHY[code] ?? code;
    throw new TfliteError('TFLITE_NO_FILE', `cannot read ${path}: ${reason}`, { cause: error });
  }
}

function tooLarge(path: string, size: number): TfliteError {
  const message = `${path} has ${size} bytes, and ${MAX_MODEL_BYTES} are allowed`;
  return new TfliteError('TFLITE_TOO_LARGE', message);
}
