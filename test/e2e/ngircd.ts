/** An IRC server of its own on loopback, in a directory that goes with it: Debian's ngircd, which knows nothing of ours. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { OutsideServer } from './outside-server.ts';

const COMMAND = '/usr/sbin/ngircd';

export function hasNgircd(): boolean {
  const isInstalled = spawnSync(COMMAND, ['--version']).error === undefined;
  if (!isInstalled) process.stdout.write('skipped: install ngircd (Debian)\n');
  return isInstalled;
}

export class Ngircd {
  readonly port: number;
  readonly #server: OutsideServer;

  private constructor(server: OutsideServer) {
    this.#server = server;
    this.port = server.port;
  }

  static async create(): Promise<Ngircd> {
    return new Ngircd(await OutsideServer.create('ngircd'));
  }

  async start(password: string): Promise<void> {
    const file = this.#server.path('ngircd.conf');
    await writeFile(file, this.#config(password));
    // What it says comes when its buffer is full: whether it listens has to be tried.
    await this.#server.start([COMMAND, '--nodaemon', '--config', file], () => isOpen(this.port));
  }

  stop(): Promise<void> {
    return this.#server.stop();
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
