/**
 * A backup file, version 1:
 *
 *   header   one line of JSON: what it is, of when, of which schema; with a passphrase its salt
 *   body     gzip (RFC 1952) over lines of JSON (`backup-record.ts`); with a passphrase in sealed
 *            chunks (`backup-cipher.ts`)
 *
 * Without a passphrase `tail -n +2 FILE | zcat` reads it. The last line counts and hashes all before
 * it, so a file that was cut short, or changed by accident, is noticed; only the passphrase proves
 * that nobody changed it on purpose.
 */
import { open } from 'node:fs/promises';
import { errorCode } from '../../core/app-error.ts';
import { z } from '../../core/schema.ts';
import { StateError } from '../errors.ts';

const headerSchema = z.strictObject({
  boardtalkBackup: z.literal(1),
  /** Of the store whose rows it holds. */
  schema: z.number().int(),
  /** Epoch ms. */
  at: z.number(),
  seal: z
    .strictObject({
      /** 16 bytes, base64. */
      salt: z.string(),
      /** Tells a wrong passphrase from a damaged file; gives nothing else away. */
      check: z.string(),
    })
    .optional(),
});

export type BackupHeader = Readonly<z.infer<typeof headerSchema>>;

export interface FoundHeader {
  readonly header: BackupHeader;
  /** As it stands in the file, with its line end: what the seal covers, and where the body begins. */
  readonly bytes: Uint8Array;
}

const MOST_BYTES = 1_024;

export function formatHeader(header: BackupHeader): Uint8Array {
  return Buffer.from(`${JSON.stringify(header)}\n`);
}

/** @throws StateError `STATE_BACKUP_MISSING`; `STATE_BACKUP_DAMAGED` when the file is no backup of this version */
export async function readHeader(path: string): Promise<FoundHeader> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new StateError('STATE_BACKUP_MISSING', `${path} cannot be read: ${errorCode(cause)}`, {
      cause,
    });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    const bytes = buffer.subarray(0, buffer.subarray(0, bytesRead).indexOf('\n') + 1);
    return { header: headerSchema.parse(JSON.parse(bytes.toString('utf8'))), bytes };
  } catch (cause) {
    throw new StateError('STATE_BACKUP_DAMAGED', `${path} does not begin as a backup does`, {
      cause,
    });
  } finally {
    await file.close();
  }
}
