/** An IMAP server of its own on loopback, in a directory that goes with it: Debian's dovecot, which knows nothing of ours. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { freePort } from '../hil/rig/free-port.ts';
import { until } from '../until.ts';

/** The user and group `mail` of Debian: dovecot lets nobody be root. */
const MAIL = 8;

export function hasDovecot(): boolean {
  const isInstalled = spawnSync('dovecot', ['--version']).error === undefined;
  const canRun = isInstalled && process.getuid?.() === 0;
  if (!canRun) process.stdout.write('skipped: install dovecot-imapd (Debian), and be root\n');
  return canRun;
}

export class Dovecot {
  readonly port: number;
  readonly #directory: string;
  readonly #passwords = new Map<string, string>();
  #child: ChildProcess | undefined;
  #said = '';
  #delivered = 0;

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.port = port;
  }

  static async create(): Promise<Dovecot> {
    const directory = await mkdtemp(join(tmpdir(), 'boardtalk-dovecot-'));
    // Its processes run as users of their own.
    await chmod(directory, 0o755);
    return new Dovecot(directory, await freePort());
  }

  async start(): Promise<void> {
    const config = join(this.#directory, 'dovecot.conf');
    await writeFile(config, this.#config());
    await mkdir(join(this.#directory, 'passwords'));
    const child = spawn('dovecot', ['-F', '-c', config], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        this.#said += text.toString();
      });
    this.#child = child;
    await until(() => this.#said.includes('starting up') || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error(`dovecot did not start: ${this.#said}`);
  }

  /** Also while it runs: resolves when the server asks for this password. */
  async setPassword(user: string, password: string): Promise<void> {
    if (this.hasPassword(user, password)) return;
    const isChange = this.#passwords.has(user);
    this.#passwords.set(user, password);
    for (const folder of ['cur', 'new', 'tmp'])
      await mkdir(this.#maildir(user, folder), { recursive: true });
    for (const folder of ['', 'cur', 'new', 'tmp'])
      await chown(this.#maildir(user, folder), MAIL, MAIL);
    await writeFile(join(this.#directory, 'passwords', user), `${user}:{PLAIN}${password}\n`);
    // A file that it knows is looked at once in a second.
    while (isChange && !(await this.#letsIn(user, password)));
  }

  hasPassword(user: string, password: string): boolean {
    return this.#passwords.get(user) === password;
  }

  /** As a mail server does it for a Maildir: whole, or not at all. */
  async deliver(user: string, mail: Buffer): Promise<void> {
    this.#delivered += 1;
    const [second, order] = [Math.floor(Date.now() / 1_000), String(this.#delivered)];
    const name = `${String(second)}.M${order.padStart(6, '0')}.test`;
    await writeFile(this.#maildir(user, 'tmp', name), mail);
    await chown(this.#maildir(user, 'tmp', name), MAIL, MAIL);
    await rename(this.#maildir(user, 'tmp', name), this.#maildir(user, 'new', name));
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

  #maildir(user: string, ...path: readonly string[]): string {
    return join(this.#directory, 'mail', user, ...path);
  }

  async #letsIn(user: string, pass: string): Promise<boolean> {
    const place = { host: '127.0.0.1', port: this.port, secure: false, doSTARTTLS: false };
    const client = new ImapFlow({ ...place, auth: { user, pass }, logger: false });
    client.on('error', () => undefined);
    const isIn = await client.connect().then(
      () => true,
      () => false,
    );
    client.close();
    return isIn;
  }

  #config(): string {
    return `
base_dir = ${this.#directory}/run
state_dir = ${this.#directory}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = ${String(MAIL)}
mail_location = maildir:${this.#directory}/mail/%u
passdb {
  driver = passwd-file
  args = username_format=%u ${this.#directory}/passwords/%u
}
userdb {
  driver = static
  args = uid=${String(MAIL)} gid=${String(MAIL)} home=${this.#directory}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${String(this.port)}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
  }
}
