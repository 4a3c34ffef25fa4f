/** A broker of its own on loopback, in a directory that goes with it: Debian's mosquitto, which knows nothing of ours. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { OutsideServer } from './outside-server.ts';

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
  readonly #server: OutsideServer;

  private constructor(server: OutsideServer) {
    this.#server = server;
    this.port = server.port;
  }

  static async create(): Promise<MosquittoBroker> {
    return new MosquittoBroker(await OutsideServer.create('mosquitto'));
  }

  /** @param sites names of sites, each with a prefix of that name */
  async start(
    password: string,
    people: readonly string[],
    sites: readonly string[],
  ): Promise<void> {
    const config = this.#server.path('conf');
    const passwords = this.#server.path('passwords');
    const rights = this.#server.path('acl');
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
    await this.#server.start([COMMAND, '-c', config], (said) => said.includes('running'));
  }

  stop(): Promise<void> {
    return this.#server.stop();
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
