/** A broker of its own on loopback, in a directory that goes with it: Debian's mosquitto, which knows nothing of ours. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../hil/rig/free-port.ts';

const COMMAND = '/usr/sbin/mosquitto';

export function hasMosquittoBroker(): boolean {
  const isInstalled = spawnSync(COMMAND, ['-h']).error === undefined;
  if (!isInstalled) process.stdout.write('skipped: install mosquitto (Debian)\n');
  return isInstalled;
}

/** As docs/channels/mqtt.md has it, with any prefix. */
const PEOPLE = ['pattern write +/in/%u', 'pattern read +/out/%u'];

export class MosquittoBroker {
  readonly port: number;
  readonly #directory: string;
  #child: ChildProcess | undefined;
  #said = '';

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.port = port;
  }

  static async create(): Promise<MosquittoBroker> {
    const directory = await mkdtemp(join(tmpdir(), 'boardtalk-mosquitto-'));
    return new MosquittoBroker(directory, await freePort());
  }

  /** @param sites names of sites, each with a prefix of that name */
  async start(
    password: string,
    people: readonly string[],
    sites: readonly string[],
  ): Promise<void> {
    const [config, passwords, rights] = ['conf', 'passwords', 'acl'].map((name) =>
      join(this.#directory, name),
    );
    if (config === undefined || passwords === undefined || rights === undefined) return;
    const logins = [...people, ...sites].map((name) => `${name}:${password}\n`);
    await writeFile(passwords, logins.join(''));
    spawnSync('mosquitto_passwd', ['-U', passwords]);
    const ofSites = sites.flatMap((name) => [
      `user ${name}`,
      `topic read ${name}/in/+`,
      `topic write ${name}/out/+`,
    ]);
    await writeFile(rights, `${[...ofSites, ...PEOPLE].join('\n')}\n`);
    await writeFile(config, this.#config(passwords, rights));
    const child = spawn(COMMAND, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => {
        reject(new Error(`mosquitto did not start: ${this.#said}`));
      });
      child.stderr.on('data', (text: Buffer) => {
        this.#said += text.toString();
        if (this.#said.includes('running')) resolve();
      });
    });
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

  #config(passwords: string, rights: string): string {
    return `
listener ${String(this.port)} 127.0.0.1
allow_anonymous false
password_file ${passwords}
acl_file ${rights}
persistence false
user ${userInfo().username}
log_dest stderr
`;
  }
}
