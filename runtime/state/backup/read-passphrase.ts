/** A passphrase from a file: never from a command line, which others on the machine can see. */
import { readFile } from 'node:fs/promises';
import { StateError } from '../errors.ts';

/** Without the line end. @throws StateError `STATE_BACKUP_PASSPHRASE` */
export async function readPassphrase(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new StateError('STATE_BACKUP_PASSPHRASE', `${path} cannot be read`, { cause });
  });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase !== '') return passphrase;
  throw new StateError('STATE_BACKUP_PASSPHRASE', `${path} is empty`);
}
