/**
 * An output register that outlives the process, as the hardware's does: one small file, written in
 * place through a kept descriptor. A helper outside can change it at any time, so every read looks.
 * Not for data that must survive a power cut: nothing is flushed.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { O_CREAT, O_RDWR } from 'node:constants';
import { dirname } from 'node:path';

export class RegisterFile {
  readonly path: string;
  readonly #width: number;
  readonly #buffer: Buffer;
  #descriptor: number | undefined;

  /** `width`: the most characters it can hold. Shorter texts are filled with line ends, which `$(cat …)` drops. */
  constructor(path: string, width: number) {
    this.path = path;
    this.#width = width;
    this.#buffer = Buffer.alloc(width + 1);
  }

  /** Empty when nothing was ever written. */
  read(): string {
    if (!this.exists) return '';
    const length = readSync(this.#open(), this.#buffer, 0, this.#buffer.length, 0);
    return this.#buffer.toString('latin1', 0, length).trim();
  }

  /** One write call over the full width, so that no reader sees half of a value. */
  write(text: string): void {
    writeSync(this.#open(), text.padEnd(this.#width, '\n'), 0);
  }

  get exists(): boolean {
    return this.#descriptor !== undefined || existsSync(this.path);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): number {
    if (this.#descriptor === undefined) {
      mkdirSync(dirname(this.path), { recursive: true });
      this.#descriptor = openSync(this.path, O_RDWR | O_CREAT, 0o600);
    }
    return this.#descriptor;
  }
}
