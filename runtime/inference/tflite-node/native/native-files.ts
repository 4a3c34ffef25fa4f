/** Where the parts of the native back end lie that are no modules. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside this module; bundled into a program, in the folder that mirrors the package's. */
const FOLDERS = ['.', 'inference/tflite-node/native'];

/** @param name relative to `native/` @returns a path that may not exist */
export function nativeFile(name: string): string {
  const paths = FOLDERS.map((folder) => join(import.meta.dirname, folder, name));
  return paths.find((path) => existsSync(path)) ?? join(import.meta.dirname, name);
}
