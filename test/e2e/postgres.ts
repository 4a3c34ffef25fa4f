/** A PostgreSQL server of its own on the loopback, in a directory that goes with it: Debian's, which knows nothing of ours. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../hil/rig/free-port.ts';

const ROOM = '/usr/lib/postgresql';
const IS_ROOT = process.getuid?.() === 0;

/** Where Debian puts the newest of them. */
export async function findPostgres(): Promise<string | undefined> {
  const versions = await readdir(ROOM).catch((): string[] => []);
  const newest = versions.map(Number).sort((one, other) => other - one)[0];
  if (newest !== undefined) return join(ROOM, String(newest), 'bin');
  process.stdout.write('skipped: install postgresql (Debian)\n');
  return undefined;
}

export class PostgresServer {
  readonly #bin: string;
  readonly #directory: string;
  readonly port: number;

  private constructor(bin: string, directory: string, port: number) {
    this.#bin = bin;
    this.#directory = directory;
    this.port = port;
  }

  static async create(bin: string): Promise<PostgresServer> {
    const directory = await mkdtemp(join(tmpdir(), 'boardtalk-postgres-'));
    await chmod(directory, 0o777);
    const server = new PostgresServer(bin, directory, await freePort());
    server.#run('initdb', '-D', join(directory, 'data'), '-A', 'trust', '--no-sync', '-E', 'UTF8');
    server.#makeCertificate();
    return server;
  }

  /** Of this server alone, for 127.0.0.1. */
  get certificate(): string {
    return join(this.#directory, 'server.crt');
  }

  start(): void {
    const options = `-c listen_addresses=127.0.0.1 -c port=${String(this.port)} -c fsync=off -c ssl=on -k ${this.#directory}`;
    const log = join(this.#directory, 'log');
    this.#run(
      'pg_ctl',
      '-D',
      join(this.#directory, 'data'),
      '-l',
      log,
      '-w',
      '-o',
      options,
      'start',
    );
  }

  stop(): void {
    this.#run('pg_ctl', '-D', join(this.#directory, 'data'), '-m', 'immediate', '-w', 'stop');
  }

  /** As its owner. */
  sql(text: string): string {
    const place = ['-h', this.#directory, '-p', String(this.port), '-d', 'postgres'];
    return this.#run(
      'psql',
      ...place,
      '-v',
      'ON_ERROR_STOP=1',
      '-X',
      '-A',
      '-t',
      '-c',
      text,
    ).trim();
  }

  async remove(): Promise<void> {
    this.stop();
    await rm(this.#directory, { recursive: true });
  }

  #makeCertificate(): void {
    const [key, data] = [join(this.#directory, 'data/server.key'), join(this.#directory, 'data')];
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const made = ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', '-keyout', key, ...name];
    this.#run('openssl', ...made, '-out', this.certificate);
    this.#run('cp', this.certificate, join(data, 'server.crt'));
  }

  /** It refuses to be root. */
  #run(program: string, ...args: readonly string[]): string {
    const isOurs = program === 'openssl' || program === 'cp';
    const command = [isOurs ? program : join(this.#bin, program), ...args];
    const [first = '', ...rest] = IS_ROOT
      ? ['runuser', '-u', 'postgres', '--', ...command]
      : command;
    const { status, stdout, stderr } = spawnSync(first, rest, {
      cwd: this.#directory,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${stderr}`);
    return stdout;
  }
}
