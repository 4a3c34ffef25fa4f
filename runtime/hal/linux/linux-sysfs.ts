/** The kernel's own file tree, or that of a test. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/app-error.ts';
import { HalError } from '../errors.ts';
import type { Sysfs } from '../sysfs.ts';
import { noPermission } from './permission.ts';

export class LinuxSysfs implements Sysfs {
  readonly #root: string;

  constructor(root = '/sys') {
    this.#root = root;
  }

  async read(path: string): Promise<string> {
    const file = this.resolve(path);
    return readFile(file, 'utf8').then(
      (text) => text.trim(),
      (error: unknown) => {
        throw explain(file, error, 'cannot be read');
      },
    );
  }

  async write(path: string, text: string): Promise<void> {
    const file = this.resolve(path);
    await writeFile(file, text, { flag: 'r+' }).catch((error: unknown) => {
      throw explain(file, error, `refuses "${text}"`);
    });
  }

  async list(path: string): Promise<readonly string[]> {
    try {
      return (await readdir(this.resolve(path))).sort();
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
      throw explain(this.resolve(path), error, 'cannot be listed');
    }
  }

  resolve(path: string): string {
    return join(this.#root, path);
  }
}

function explain(file: string, cause: unknown, what: string): HalError {
  switch (errorCode(cause)) {
    case 'ENOENT':
    case 'ENODEV':
      return new HalError('HAL_NO_SUCH_FILE', `the kernel offers no ${file}`, { cause });
    case 'EACCES':
    case 'EPERM':
      return noPermission(file, cause);
    case 'EIO':
    case 'ENXIO':
    case 'EREMOTEIO':
      return new HalError('HAL_NO_ACK', `the part behind ${file} does not answer`, { cause });
    case 'ETIMEDOUT':
      return new HalError('HAL_TIMEOUT', `the part behind ${file} answers too late`, { cause });
    default:
      return new HalError('HAL_KERNEL_REFUSED', `${file} ${what}`, { cause });
  }
}
