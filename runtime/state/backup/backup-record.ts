/** What stands in a backup, a line each: files, then rows of the database, then the end that counts and hashes them. */
import { createHash } from 'node:crypto';
import { z } from '../../core/schema.ts';

const fileSchema = z.strictObject({
  /** Relative, with `/`: `born.json`, `keys/site.pem`, `site/devices.yaml`. */
  file: z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0\\]+$/),
  base64: z.string(),
});
const rowSchema = z.strictObject({ row: z.tuple([z.string(), z.string()]) });
const endSchema = z.strictObject({
  end: z.strictObject({ files: z.number(), rows: z.number(), sha256: z.string() }),
});

export const backupRecordSchema = z.union([rowSchema, fileSchema, endSchema]);

export type BackupFile = Readonly<z.infer<typeof fileSchema>>;
export type BackupRow = Readonly<z.infer<typeof rowSchema>>;
export type BackupEnd = z.infer<typeof endSchema>['end'];

/** Goes along with the lines, on both sides. */
export class BackupTally {
  readonly #hash = createHash('sha256');
  #files = 0;
  #rows = 0;

  add(line: string, kind: 'file' | 'row'): void {
    this.#hash.update(line).update('\n');
    if (kind === 'file') this.#files += 1;
    else this.#rows += 1;
  }

  /** Once. */
  end(): BackupEnd {
    return { files: this.#files, rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}
