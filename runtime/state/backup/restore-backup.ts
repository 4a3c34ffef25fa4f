/**
 * Makes a data directory of a backup. The whole backup is read and proven before anything is
 * written; the born-marker is written last, so that an interrupted restore is never taken for a node.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Level } from 'level';
import { errorCode } from '../../core/app-error.ts';
import { writeFileDurably } from '../durable-file.ts';
import { StateError } from '../errors.ts';
import { toStateError } from '../level-error.ts';
import { latestVersion, MIGRATIONS } from '../migrations.ts';
import { readBackup, type BackupSource } from './read-backup.ts';

export interface Restored {
  readonly files: number;
  readonly rows: number;
  /** When the backup was written, epoch ms. */
  readonly at: number;
}

const MARKER = 'born.json';
const ROWS_PER_BATCH = 1_000;

/**
 * @param directory made where it is missing; must be empty
 * @throws StateError `STATE_NOT_EMPTY`, `STATE_SCHEMA_NEWER`, `STATE_BACKUP_DAMAGED`,
 * `STATE_BACKUP_PASSPHRASE`, or what the disk says; then the directory is as it was
 */
export async function restoreBackup(source: BackupSource, directory: string): Promise<Restored> {
  await checkEmpty(directory);
  const { schema, at, files, rows } = await readBackup(source, () => undefined);
  const latest = latestVersion(MIGRATIONS);
  if (schema > latest)
    throw new StateError(
      'STATE_SCHEMA_NEWER',
      `the backup has schema ${String(schema)}, this version of Boardtalk knows up to ${String(latest)}`,
    );
  try {
    await write(source, directory);
  } catch (error) {
    await empty(directory);
    throw toStateError(error, `cannot restore to ${directory}`);
  }
  return { files, rows, at };
}

async function checkEmpty(directory: string): Promise<void> {
  const found = await readdir(directory).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw toStateError(error, `cannot restore to ${directory}`);
  });
  if (found.length > 0) throw new StateError('STATE_NOT_EMPTY', `${directory} is not empty`);
}

async function write(source: BackupSource, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const database = new Level(join(directory, 'db'));
  let batch: { type: 'put'; key: string; value: string }[] = [];
  const flush = async (): Promise<void> => {
    await database.batch(batch, { sync: true });
    batch = [];
  };
  let marker: Uint8Array | undefined;
  try {
    await readBackup(source, async (record) => {
      if ('row' in record) {
        const [key, value] = record.row;
        batch.push({ type: 'put', key, value });
        if (batch.length >= ROWS_PER_BATCH) await flush();
      } else if (record.file === MARKER) marker = Buffer.from(record.base64, 'base64');
      else await writeOne(join(directory, record.file), Buffer.from(record.base64, 'base64'));
    });
    await flush();
  } finally {
    await database.close();
  }
  if (marker === undefined)
    throw new StateError('STATE_BACKUP_DAMAGED', `the backup has no ${MARKER}`);
  await writeOne(join(directory, MARKER), marker);
}

async function writeOne(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileDurably(path, content);
}

async function empty(directory: string): Promise<void> {
  for (const name of await readdir(directory))
    await rm(join(directory, name), { recursive: true, force: true });
}
