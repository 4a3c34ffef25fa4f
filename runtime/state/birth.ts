/**
 * Tells a new data directory from one that lost its database. LevelDB cannot: it opens an emptied
 * directory as a new database, and one without its CURRENT file too, deleting most of the tables
 * on the way. So a marker stands beside the database, with a random id that also stands inside,
 * and LevelDB is never allowed to create anything where a marker is.
 *
 * A birth: database in `db.new` → marker → rename to `db`. It can be interrupted anywhere.
 */
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../core/app-error.ts';
import { randomText } from '../core/ids.ts';
import { z } from '../core/schema.ts';
import { renameDurably, writeFileDurably } from './durable-file.ts';
import { StateError } from './errors.ts';

export const birthSchema = z.strictObject({
  id: z.string(),
  /** Epoch ms by this board's own clock, trusted or not. */
  bornAt: z.number(),
});

export type Birth = z.infer<typeof birthSchema>;

export interface BirthParts {
  readonly directory: string;
  readonly now: number;
  /** Makes a new database in the folder, with the birth inside, and closes it. */
  readonly create: (folder: string, birth: Birth) => Promise<void>;
}

/** Afterwards marker and `db` both exist. @throws StateError `STATE_LOST`, `STATE_UNMARKED`, `STATE_DAMAGED` */
export async function settleBirth({ directory, now, create }: BirthParts): Promise<Birth> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const folder = join(directory, 'db');
  const draft = join(directory, 'db.new');
  const birth = (await readMarker(directory)) ?? (await giveBirth({ directory, now, create }));
  if (!(await exists(folder)) && (await exists(draft))) await renameDurably(draft, folder);
  if (await exists(join(folder, 'CURRENT'))) return birth;
  throw new StateError(
    'STATE_LOST',
    `this node was born ${new Date(birth.bornAt).toISOString()}, but its database ${folder} is gone or emptied`,
  );
}

/** Has a node ever lived in this directory? */
export async function isBorn(directory: string): Promise<boolean> {
  return (await readMarker(directory)) !== undefined;
}

async function giveBirth({ directory, now, create }: BirthParts): Promise<Birth> {
  const folder = join(directory, 'db');
  if (await exists(folder)) {
    throw new StateError(
      'STATE_UNMARKED',
      `there is a database ${folder}, but no born.json beside it`,
    );
  }
  const draft = join(directory, 'db.new');
  await rm(draft, { recursive: true, force: true });
  const birth = { id: randomText(20), bornAt: now };
  await create(draft, birth);
  await writeFileDurably(join(directory, 'born.json'), `${JSON.stringify(birth)}\n`);
  return birth;
}

async function readMarker(directory: string): Promise<Birth | undefined> {
  const path = join(directory, 'born.json');
  try {
    return birthSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new StateError('STATE_DAMAGED', `${path} cannot be read`, { cause: error });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
