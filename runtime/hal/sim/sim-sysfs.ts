/**
 * The simulated kernel tree: a list of files, each with what happens when it is read or written.
 * What the files mean is their maker's affair (`sim-pwm.ts`, `plant/`).
 */
import { join } from 'node:path';
import { HalError } from '../errors.ts';
import type { Sysfs } from '../sysfs.ts';

export interface SysfsFile {
  read(): string;
  /** Absent: read-only. @throws HalError HAL_KERNEL_REFUSED */
  write?(text: string): void;
}

export class SimSysfs implements Sysfs {
  readonly #root: string;
  readonly #files = new Map<string, SysfsFile>();

  constructor(root: string) {
    this.#root = root;
  }

  add(path: string, file: SysfsFile): void {
    this.#files.set(path, file);
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  read(path: string): Promise<string> {
    return new Promise((resolve) => {
      resolve(this.#file(path).read());
    });
  }

  write(path: string, text: string): Promise<void> {
    return new Promise((resolve) => {
      const file = this.#file(path);
      if (file.write === undefined)
        throw new HalError('HAL_KERNEL_REFUSED', `${this.resolve(path)} can only be read`);
      file.write(text.trim());
      resolve();
    });
  }

  list(path: string): Promise<readonly string[]> {
    const inside = [...this.#files.keys()]
      .filter((file) => file.startsWith(`${path}/`))
      .map((file) => file.slice(path.length + 1).replace(/\/.*/, ''));
    return Promise.resolve([...new Set(inside)].sort());
  }

  resolve(path: string): string {
    return join(this.#root, path);
  }

  #file(path: string): SysfsFile {
    const file = this.#files.get(path);
    if (file !== undefined) return file;
    throw new HalError('HAL_NO_SUCH_FILE', `the kernel offers no ${this.resolve(path)}`);
  }
}
