/**
 * Writes a backup of a node while it runs: its files first, then all rows of the database as they
 * were at one moment, so that the anchor of the journal is never ahead of the rows beside it. What
 * was written is read back before anybody relies on it.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { errorCode } from '../../core/app-error.ts';
import { StateError } from '../errors.ts';
import { toStateError } from '../level-error.ts';
import type { RowSource } from '../space.ts';
import { deriveKey, keyCheck, sealChunks } from './backup-cipher.ts';
import { formatHeader, type BackupHeader } from './backup-header.ts';
import { BackupTally, type BackupEnd, type BackupFile, type BackupRow } from './backup-record.ts';
import { readBackup } from './read-backup.ts';

export interface BackupJob {
  /** Where to; must not be there yet. */
  readonly path: string;
  readonly passphrase?: string | undefined;
  readonly store: RowSource & { readonly schema: number };
  /** What belongs to the node beside its database: name in the backup, and where it is. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** Epoch ms. */
  readonly now: number;
}

/** @throws StateError `STATE_BACKUP_EXISTS`, `STATE_BACKUP_DAMAGED`, or what the disk says; then there is no file */
export async function writeBackup(job: BackupJob): Promise<BackupEnd> {
  const { path, passphrase } = job;
  await claim(path);
  try {
    await write(job);
    await sync(path);
    const { files, rows, sha256 } = await readBackup({ path, passphrase }, () => undefined);
    return { files, rows, sha256 };
  } catch (error) {
    await rm(path, { force: true });
    throw toStateError(error, `cannot write ${path}`);
  }
}

/** Nobody else writes there from now on, and nobody else may read it. */
async function claim(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw toStateError(error, `cannot write ${path}`);
    throw new StateError('STATE_BACKUP_EXISTS', `${path} is there already`);
  }
}

async function write({ path, passphrase, store, files, now }: BackupJob): Promise<void> {
  const salt = randomBytes(16);
  const key = passphrase === undefined ? undefined : await deriveKey(passphrase, salt);
  const header: BackupHeader = { boardtalkBackup: 1, schema: store.schema, at: now };
  const seal = key && { salt: salt.toString('base64'), check: keyCheck(key) };
  const bytes = formatHeader({ ...header, ...(seal && { seal }) });
  await pipeline(
    lines(store, files),
    createGzip(),
    async function* (body: AsyncIterable<Uint8Array>) {
      yield bytes;
      yield* key === undefined ? body : sealChunks(key, bytes, body);
    },
    createWriteStream(path, { flags: 'r+' }),
  );
}

async function* lines(store: RowSource, files: BackupJob['files']): AsyncGenerator<string> {
  const tally = new BackupTally();
  const line = (record: BackupFile | BackupRow): string => {
    const text = JSON.stringify(record);
    tally.add(text, 'row' in record ? 'row' : 'file');
    return `${text}\n`;
  };
  for (const { name, path } of files)
    yield line({ file: name, base64: (await readFile(path)).toString('base64') });
  for await (const [key, value] of store.rows({})) yield line({ row: [key, value] });
  yield `${JSON.stringify({ end: tally.end() })}\n`;
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
