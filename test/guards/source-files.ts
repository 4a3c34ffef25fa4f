/** The project's own files, for everything that has to look at all of them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const SOURCE_FOLDERS = ['runtime', 'drivers', 'models', 'provisioning', 'test'];

/** Sorted paths, relative to the project, of the files below `folders` whose names end with `suffix`. */
export function findFiles(folders: readonly string[], suffix: string): string[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    .filter((path) => !path.includes('node_modules'))
    .sort();
}

/** What only tests use: it does not ship, and other rules hold for it. */
export function isTest(path: string): boolean {
  return path.startsWith('test/') || /\.(test|fixture)\.ts$/.test(path);
}
