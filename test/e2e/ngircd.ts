/** An IRC server of its own on loopback, in a directory that goes with it: Debian's ngircd, which knows nothing of ours. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../hil/rig/free-port.ts';

const COMMAND = '/usr/sbin/ngircd';

export function hasNgircd(): boolean {
  const isInstalled = spawnSync(COMMAND, ['--version']).error === undefined;
  if (!isInstalled) process.stdout.write('skipped: install ngircd (Debian)\n');
  return isInstalled;
}

export class Ngircd {
  readonly port: number;
  readonly #directory: string;
  #child: ChildProcess | undefined;
  #said = '';

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.port = port;
  }

  static async create(): Promise<Ngircd> {
    const directory = await mkdtemp(join(tmpdir(), 'boardtalk-ngircd-'));
    return new Ngircd(directory, await freePort());
  }

  async start(password: string): Promise<void> {
    const file = join(this.#directory, 'ngircd.conf');
    await writeFile(file, this.#config(password));
    const child = spawn(COMMAND, ['--nodaemon', '--config', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        this.#said += text.toString();
      });
    this.#child = child;
    // What it says comes when its buffer is full: whether it listens has to be tried.
    while (child.exitCode === null && !(await isOpen(this.port))) await sleep(50);
    if (child.exitCode !== null) throw new Error(`ngircd did not start: ${this.#said}`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(this.#directory, { recursive: true, force: true });
  }

  #config(password: string): string {
    return `
[Global]
  Name = irc.example.test
  Info = test
  Listen = 127.0.0.1
  Ports = ${String(this.port)}
  Password = ${password}
  MotdPhrase = "-"
[Limits]
  MaxConnectionsIP = 0
  MaxNickLength = 30
  MaxPenaltyTime = 0
[Options]
  DNS = no
  Ident = no
  PAM = no
`;
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
