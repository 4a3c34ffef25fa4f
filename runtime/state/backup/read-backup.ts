/** Reads a backup from end to end and believes nothing of it that does not prove whole. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorMessage } from '../../core/app-error.ts';
import { StateError } from '../errors.ts';
import { deriveKey, isKeyOf, unsealChunks } from './backup-cipher.ts';
import { readHeader, type BackupHeader } from './backup-header.ts';
import {
  backupRecordSchema,
  BackupTally,
  type BackupEnd,
  type BackupFile,
  type BackupRow,
} from './backup-record.ts';

export interface BackupSource {
  readonly path: string;
  readonly passphrase?: string | undefined;
}

/** The longest value of the store is a few hundred kilobytes; a file of a site has at most one megabyte. */
const LONGEST_LINE = 4 * 1_048_576;

/**
 * Hands on every file and row in their order. Only when it resolves is the backup known to be whole.
 * @throws StateError `STATE_BACKUP_DAMAGED`, `STATE_BACKUP_PASSPHRASE`
 */
export async function readBackup(
  source: BackupSource,
  take: (record: BackupFile | BackupRow) => void | Promise<void>,
): Promise<BackupHeader & BackupEnd> {
  const { header, bytes } = await readHeader(source.path);
  const key = await keyFor(header, source);
  let end: BackupEnd | undefined;
  try {
    await pipeline(
      createReadStream(source.path, { start: bytes.length }),
      (body: AsyncIterable<Uint8Array>) =>
        key === undefined ? body : unsealChunks(key, bytes, body),
      createGunzip(),
      async (content: AsyncIterable<Uint8Array>) => {
        end = await readLines(content, take);
      },
    );
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw damaged(errorMessage(error), error);
  }
  if (end === undefined) throw damaged('it has no end');
  return { ...header, ...end };
}

async function keyFor(
  { seal }: BackupHeader,
  { path, passphrase }: BackupSource,
): Promise<Uint8Array | undefined> {
  if (seal === undefined) return undefined;
  if (passphrase === undefined)
    throw new StateError('STATE_BACKUP_PASSPHRASE', `${path} is sealed with a passphrase`);
  const key = await deriveKey(passphrase, Buffer.from(seal.salt, 'base64'));
  if (isKeyOf(key, seal.check)) return key;
  throw new StateError('STATE_BACKUP_PASSPHRASE', `${path} is sealed with another passphrase`);
}

async function readLines(
  content: AsyncIterable<Uint8Array>,
  take: (record: BackupFile | BackupRow) => void | Promise<void>,
): Promise<BackupEnd | undefined> {
  const tally = new BackupTally();
  let end: BackupEnd | undefined;
  for await (const line of splitLines(content)) {
    if (end !== undefined) throw damaged('something follows its end');
    const record = backupRecordSchema.parse(JSON.parse(line));
    if ('end' in record) end = checkEnd(record.end, tally.end());
    else {
      tally.add(line, 'row' in record ? 'row' : 'file');
      await take(record);
    }
  }
  return end;
}

function checkEnd(written: BackupEnd, found: BackupEnd): BackupEnd {
  if (written.sha256 === found.sha256) return found;
  throw damaged('its content is not as it was written');
}

async function* splitLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let waiting = '';
  for await (const piece of content) {
    const lines = `${waiting}${utf8.decode(piece, { stream: true })}`.split('\n');
    waiting = lines.pop() ?? '';
    if (waiting.length > LONGEST_LINE) throw damaged('a line is too long');
    yield* lines;
  }
  if (waiting !== '') throw damaged('its last line is cut short');
}

function damaged(what: string, cause?: unknown): StateError {
  return new StateError('STATE_BACKUP_DAMAGED', `the backup is damaged: ${what}`, { cause });
}
