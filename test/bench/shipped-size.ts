/** How many bytes a board receives: everything beside Node itself, with natives for one architecture. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One folder for each architecture. */
const NATIVES = [
  'dist/prebuilds/',
  'dist/native/lib/',
  'dist/inference/tflite-node/native/lib/',
  'dist/node_modules/@serialport/bindings-cpp/prebuilds/',
];

/** Bytes per folder; tests and sources do not ship. */
export function shippedBytes(arch: string): Readonly<Record<string, number>> {
  const isShipped = (path: string): boolean =>
    NATIVES.every(
      (folder) =>
        !path.startsWith(folder) ||
        new RegExp(`^(linux-)?${arch}/`).test(path.slice(folder.length)),
    );
  const folders = ['dist', 'boards', 'models', 'provisioning/site'];
  return Object.fromEntries(folders.map((folder) => [folder, sizeOf(folder, isShipped)]));
}

function sizeOf(folder: string, isShipped: (path: string) => boolean): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isShipped)
    .reduce((sum, path) => sum + statSync(path).size, 0);
}
