/** The file that somebody gives to a model. */
import { readFile } from 'node:fs/promises';
import { errorCode } from '../core/app-error.ts';
import { InferenceError } from './errors.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'this user may not read it',
};

/** @throws InferenceError INFERENCE_NO_INPUT */
export async function readInput(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    const code = errorCode(cause);
    const message = `cannot read ${path}: ${WHY[code] ?? code}`;
    throw new InferenceError('INFERENCE_NO_INPUT', message, { cause });
  });
}
