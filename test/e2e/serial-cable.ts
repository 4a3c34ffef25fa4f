/** A serial cable made of a pair of PTYs: pulled by ending the process that holds it, and plugged in again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soon } from './outside.ts';
import { hasTool } from './private-network.ts';

export function hasCables(): boolean {
  if (hasTool('socat')) return true;
  process.stderr.write('SKIPPED: install socat (Debian)\n');
  return false;
}

export class SerialCable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'boardtalk-cable-'));
  /** The end that Boardtalk opens, as a stick would be called. */
  readonly near = join(this.#folder, 'ttyUSB0');
  /** The end of the part. */
  readonly far = join(this.#folder, 'part');
  #socat: ChildProcess | undefined;

  async plug(): Promise<this> {
    const end = (link: string): string => `pty,raw,echo=0,link=${link}`;
    this.#socat = spawn('socat', [end(this.near), end(this.far)], { stdio: 'ignore' });
    await soon('both ends of the cable', () => existsSync(this.near) && existsSync(this.far));
    return this;
  }

  async pull(): Promise<void> {
    const socat = this.#socat;
    this.#socat = undefined;
    if (socat?.exitCode !== null) return;
    const gone = once(socat, 'exit');
    socat.kill('SIGKILL');
    await gone;
    // Killed so, it leaves the names behind: a kernel takes them away.
    for (const link of [this.near, this.far]) rmSync(link, { force: true });
  }

  async remove(): Promise<void> {
    await this.pull();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
