/** An XMPP server of its own on loopback, in a directory that goes with it: Debian's prosody, which knows nothing of ours. */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutsideServer } from './outside-server.ts';

export function hasProsody(): boolean {
  const isInstalled = spawnSync('prosodyctl', ['about']).error === undefined;
  if (!isInstalled) process.stdout.write('skipped: install prosody (Debian)\n');
  return isInstalled;
}

export class Prosody {
  readonly port: number;
  readonly #server: OutsideServer;

  private constructor(server: OutsideServer) {
    this.#server = server;
    this.port = server.port;
  }

  static async create(): Promise<Prosody> {
    return new Prosody(await OutsideServer.create('prosody'));
  }

  async start(): Promise<void> {
    const file = this.#server.path('prosody.cfg.lua');
    await writeFile(file, this.#config());
    await this.#server.start(['prosody', '--config', file, '-F'], (said) =>
      said.includes("Activated service 'c2s'"),
    );
  }

  /** Also while it runs: the next who comes is asked for this password. */
  async setPassword(user: string, password: string): Promise<void> {
    const accounts = this.#server.path('data', 'localhost', 'accounts');
    await mkdir(accounts, { recursive: true });
    await writeFile(join(accounts, `${user}.dat`), `return { ["password"] = "${password}"; };\n`);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #config(): string {
    const { directory, port } = this.#server;
    return `
run_as_root = true
pidfile = "${directory}/prosody.pid"
data_path = "${directory}/data"
modules_enabled = { "roster", "saslauth", "disco", "ping", "mam", "smacks", "offline" }
modules_disabled = { "s2s" }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
interfaces = { "127.0.0.1" }
c2s_ports = { ${String(port)} }
c2s_direct_tls_ports = { }
default_archive_policy = true
log = { info = "*console" }
VirtualHost "localhost"
`;
  }
}
