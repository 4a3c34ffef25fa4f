/** An IMAP server of its own on loopback, in a directory that goes with it: Debian's dovecot, which knows nothing of ours. */
import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, rename, writeFile } from 'node:fs/promises';
import { ImapFlow } from 'imapflow';
import { OutsideServer } from './outside-server.ts';

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
  readonly #server: OutsideServer;
  readonly #passwords = new Map<string, string>();
  #delivered = 0;

  private constructor(server: OutsideServer) {
    this.#server = server;
    this.port = server.port;
  }

  static async create(): Promise<Dovecot> {
    const server = await OutsideServer.create('dovecot');
    // Its processes run as users of their own.
    await chmod(server.directory, 0o755);
    return new Dovecot(server);
  }

  async start(): Promise<void> {
    const config = this.#server.path('dovecot.conf');
    await writeFile(config, this.#config());
    await mkdir(this.#server.path('passwords'));
    await this.#server.start(['dovecot', '-F', '-c', config], (said) =>
      said.includes('starting up'),
    );
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
    await writeFile(this.#server.path('passwords', user), `${user}:{PLAIN}${password}\n`);
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

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #maildir(user: string, ...path: readonly string[]): string {
    return this.#server.path('mail', user, ...path);
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
    const { directory, port } = this.#server;
    return `
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = ${String(MAIL)}
mail_location = maildir:${directory}/mail/%u
passdb {
  driver = passwd-file
  args = username_format=%u ${directory}/passwords/%u
}
userdb {
  driver = static
  args = uid=${String(MAIL)} gid=${String(MAIL)} home=${directory}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${String(port)}
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
