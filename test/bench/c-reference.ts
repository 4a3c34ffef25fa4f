/** The C program that in-process inference is held against, compiled where there is a compiler and talked to line by line. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { REFERENCE_PROGRAM } from '../../runtime/inference/tflite-node/package-home.ts';

const PROGRAM = join(import.meta.dirname, '../../.cache/tflite-reference');

/** @throws Error without a C compiler */
export function compileReference(): void {
  mkdirSync(dirname(PROGRAM), { recursive: true });
  execFileSync('cc', [
    '-std=gnu11',
    '-O2',
    '-Wall',
    '-Wextra',
    REFERENCE_PROGRAM,
    '-o',
    PROGRAM,
    '-ldl',
  ]);
}

export class CReference {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #write: (line: string) => void;

  constructor(library: string, model: string, threads: number) {
    const args = [library, model, String(threads)];
    const child = spawn(PROGRAM, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout });
    this.#write = (line) => child.stdin.write(line);
  }

  /** Mean time of so many runs, in microseconds. */
  async time(runs: number): Promise<number> {
    const answer = once(this.#lines, 'line');
    this.#write(`${runs}\n`);
    return Number((await answer)[0]);
  }

  end(): void {
    this.#child.kill();
  }
}
