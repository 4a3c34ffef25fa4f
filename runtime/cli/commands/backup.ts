/** `boardtalk backup` asks the running node for a backup; `boardtalk restore` makes a data directory of one, without a node. */
import { join, resolve } from 'node:path';
import type { OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import type { OptionSpecs } from '../parse-options.ts';
import { askNode, showOutcome } from './action.ts';

const OPTIONS: OptionSpecs = {
  'passphrase-file': { placeholder: 'FILE', help: 'A file with the passphrase that seals it' },
};

export const backupCommand: OwnCommand = {
  name: 'backup',
  help: 'Write everything the running node remembers to a file, and read it back.',
  positional: ['FILE'],
  options: OPTIONS,
  async run(context, { positionals, options }) {
    const given = resolve(context.around.cwd, fileOf(positionals));
    const seal = passphraseFileOf(options, context.around.cwd);
    const option = seal === undefined ? [] : ['--passphrase-file', seal];
    return showOutcome(await askNode(context, ['backup', given, ...option]), context.output);
  },
};

export const restoreCommand: OwnCommand = {
  name: 'restore',
  help: 'Make the data directory of a node from a backup; --data names an empty one.',
  positional: ['FILE'],
  options: OPTIONS,
  async run({ around, dataDirectory, output }, { positionals, options }) {
    const path = resolve(around.cwd, fileOf(positionals));
    const seal = passphraseFileOf(options, around.cwd);
    const { readPassphrase } = await import('../../state/backup/read-passphrase.ts');
    const { restoreBackup } = await import('../../state/backup/restore-backup.ts');
    const passphrase = seal === undefined ? undefined : await readPassphrase(seal);
    const restored = await restoreBackup({ path, passphrase }, dataDirectory);
    const site = join(dataDirectory, 'site');
    output.answer(
      { ok: true, directory: dataDirectory, site, ...restored },
      () =>
        `${dataDirectory} is as it was ${new Date(restored.at).toISOString()}: ${String(restored.rows)} values and ${String(restored.files)} files\nstart it with: boardtalk up --data ${dataDirectory} --config ${site}`,
    );
    return 0;
  },
};

function fileOf([file]: readonly string[]): string {
  if (file !== undefined) return file;
  throw new CliError('CLI_BAD_ARGUMENTS', 'FILE is missing');
}

function passphraseFileOf(options: ReadonlyMap<string, string>, cwd: string): string | undefined {
  const given = options.get('passphrase-file');
  return given === undefined ? undefined : resolve(cwd, given);
}
