/** `backup`: everything this node remembers in one file, while it runs. Only from the machine itself. */
import { join } from 'node:path';
import { defineAction, type Action } from '../actions/action.ts';
import { AppError, errorCode } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { listFiles } from '../state/backup/list-files.ts';
import { readPassphrase } from '../state/backup/read-passphrase.ts';
import { writeBackup } from '../state/backup/write-backup.ts';
import type { Store } from '../state/store.ts';
import { refuse } from './errors.ts';

export interface BackupActionParts {
  readonly store: Store;
  /** The data directory. */
  readonly directory: string;
  /** The site directory, on a gateway. */
  readonly configDirectory?: string | undefined;
  readonly clock: Clock;
}

interface BackupData {
  readonly file: string;
  readonly files: number;
  readonly rows: number;
  readonly sha256: string;
  readonly sealed: boolean;
}

/** What belongs to the node and stands beside its database; what is missing is left out. */
const OWN_FILES = ['born.json', 'journal.anchor', 'keys'];

const backupArguments = z.strictObject({
  file: z.string().startsWith('/').describe('where to; must not be there yet'),
  passphraseFile: z
    .string()
    .startsWith('/')
    .optional()
    .describe('seals the backup with the passphrase in this file'),
});

export function backupAction(parts: BackupActionParts): Action {
  return defineAction<z.infer<typeof backupArguments>, BackupData>({
    name: 'backup',
    kind: 'read',
    role: 'admin',
    help: { en: 'Write everything this node remembers to a file.', zh: '备份本节点的全部数据。' },
    examples: { en: ['boardtalk backup FILE'], zh: ['boardtalk backup FILE'] },
    args: backupArguments,
    positional: ['file'],
    run: async ({ file, passphraseFile }, asker) => {
      // Whoever names files of the machine must have come in by the machine.
      if (asker.via !== 'cli')
        return {
          ok: false,
          refusal: refuse('POLICY_DENIED', 'a backup is made on the machine itself'),
        };
      const written = await write(parts, file, passphraseFile).catch(asRefusal);
      if (isRefusal(written)) return { ok: false, refusal: written };
      return { ok: true, data: { file, ...written, sealed: passphraseFile !== undefined } };
    },
    say: ({ file, files, rows, sealed }, { language }) =>
      language === 'zh'
        ? `已备份到 ${file}：${String(rows)} 条数据，${String(files)} 个文件，已核对。`
        : `Backed up to ${file}: ${String(rows)} values and ${String(files)} files, read back and whole${sealed ? ', sealed' : '; not sealed, so it holds the keys of the site in the clear'}.`,
  });
}

async function write(
  { store, directory, configDirectory, clock }: BackupActionParts,
  path: string,
  passphraseFile: string | undefined,
): ReturnType<typeof writeBackup> {
  const passphrase =
    passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile);
  const own = OWN_FILES.map((name) => listFiles(join(directory, name), name));
  const site = configDirectory === undefined ? [] : [listFiles(configDirectory, 'site')];
  const files = (await Promise.all([...own, ...site])).flat();
  return writeBackup({ path, passphrase, store, files, now: clock.now() });
}

/** What a person can do something about is an answer; the rest is a defect, and thrown on. */
function asRefusal(error: unknown): Refusal {
  if (!(error instanceof AppError)) throw error;
  return { code: errorCode(error), message: error.message, hint: error.hint };
}
