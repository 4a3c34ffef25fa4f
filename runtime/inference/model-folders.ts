/**
 * One model's folder, looked up when somebody asks, and the mark that tells whether its files have
 * changed. Nothing is watched: four looks at the disk cost less than any run. Which models there are
 * in all: `load-model-card.ts`.
 */
import { readdirSync, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ID_PATTERN } from '../core/ids.ts';

/** The same as in `load-model-card.ts`, which brings the YAML that a board without models does without. */
export interface ModelFolder {
  readonly id: string;
  /** The models directory that holds it. */
  readonly directory: string;
}

/** The first directory that has it wins; undefined where none has. */
export async function findModelFolder(
  directories: readonly string[],
  id: string,
): Promise<ModelFolder | undefined> {
  // A name that is none must not lead out of the directory.
  if (!ID_PATTERN.test(id)) return undefined;
  for (const directory of directories) {
    const card = await stat(join(directory, id, 'model.yaml')).catch(() => undefined);
    if (card !== undefined) return { id, directory };
  }
  return undefined;
}

/** The same as long as nobody changed a file of the model. */
export async function markOf({ id, directory }: ModelFolder): Promise<string> {
  const folder = join(directory, id);
  const names = (await readdir(folder).catch(() => [])).sort();
  const marks = names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return `${name} ${String(found?.mtimeMs)} ${String(found?.size)} ${String(found?.ino)}`;
  });
  return [folder, ...(await Promise.all(marks))].join('\n');
}

/** Of all models that there are now. */
export function findModelIds(directories: readonly string[]): readonly string[] {
  const ids = directories
    .filter((directory) => existsSync(directory))
    .flatMap((directory) =>
      readdirSync(directory).filter((id) => existsSync(join(directory, id, 'model.yaml'))),
    );
  return [...new Set(ids)].sort();
}
