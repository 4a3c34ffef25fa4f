/** An XMPP server of its own on loopback, in a directory that goes with it: Debian's prosody, which knows nothing of ours. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../hil/rig/free-port.ts';
import { until } from '../until.ts';

export function hasProsody(): boolean {
  const isInstalled = spawnSync('prosodyctl', ['about']).error === undefined;
  if (!isInstalled) process.stdout.write('skipped: install prosody (Debian)\n');
  return isInstalled;
}

export class Prosody {
  readonly port: number;
  readonly #directory: string;
  #child: ChildProcess | undefined;
  #said = '';

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.port = port;
  }

  static async create(): Promise<Prosody> {
    const directory = await mkdtemp(join(tmpdir(), 'boardtalk-prosody-'));
    return new Prosody(directory, await freePort());
  }

  async start(): Promise<void> {
    await writeFile(join(this.#directory, 'prosody.cfg.lua'), this.#config());
    const child = spawn('prosody', ['--config', join(this.#directory, 'prosody.cfg.lua'), '-F'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        this.#said += text.toString();
      });
    this.#child = child;
    await until(() => this.#said.includes("Activated service 'c2s'") || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error(`prosody did not start: ${this.#said}`);
  }

  /** Also while it runs: the next who comes is asked for this password. */
  async setPassword(user: string, password: string): Promise<void> {
    const accounts = join(this.#directory, 'data', 'localhost', 'accounts');
    await mkdir(accounts, { recursive: true });
    await writeFile(join(accounts, `${user}.dat`), `return { ["password"] = "${password}"; };\n`);
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

  #config(): string {
    return `
run_as_root = true
pidfile = "${this.#directory}/prosody.pid"
data_path = "${this.#directory}/data"
modules_enabled = { "roster", "saslauth", "disco", "ping", "mam", "smacks", "offline" }
modules_disabled = { "s2s" }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
interfaces = { "127.0.0.1" }
c2s_ports = { ${String(this.port)} }
c2s_direct_tls_ports = { }
default_archive_policy = true
log = { info = "*console" }
VirtualHost "localhost"
`;
  }
}
