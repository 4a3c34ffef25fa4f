/** A server that somebody else wrote, on a port of loopback, in a directory that goes with it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../hil/rig/free-port.ts';

const LOOK_EVERY_MS = 50;

export class OutsideServer {
  readonly directory: string;
  readonly port: number;
  readonly #name: string;
  #child: ChildProcess | undefined;
  #said = '';

  private constructor(name: string, directory: string, port: number) {
    this.#name = name;
    this.directory = directory;
    this.port = port;
  }

  static async create(name: string): Promise<OutsideServer> {
    const directory = await mkdtemp(join(tmpdir(), `boardtalk-${name}-`));
    return new OutsideServer(name, directory, await freePort());
  }

  /** What stands in its directory by this name. */
  path(...names: readonly string[]): string {
    return join(this.directory, ...names);
  }

  /** @param isUp looked at again and again, with what it said so far */
  async start(
    [command = '', ...args]: readonly string[],
    isUp: (said: string) => boolean | Promise<boolean>,
  ): Promise<void> {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        this.#said += text.toString();
      });
    while (child.exitCode === null && !(await isUp(this.#said))) await sleep(LOOK_EVERY_MS);
    if (child.exitCode !== null) throw new Error(`${this.#name} did not start: ${this.#said}`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}
