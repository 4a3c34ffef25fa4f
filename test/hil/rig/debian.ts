/**
 * Debian's packages, of both processors, without touching the system: apt with lists of its own,
 * downloads that are only unpacked. What apt cannot give is `Missing`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Machine } from './machine.ts';
import { lastLine, Missing } from './missing.ts';

export const CACHE = resolve(import.meta.dirname, '../../../.cache/hil');

/** Lists older than this may name versions that are gone. */
const LISTS_KEEP_MS = 12 * 3_600_000;

export class Debian {
  readonly #options: readonly string[];
  readonly #lists: string;

  constructor(release: Machine['release']) {
    const root = join(CACHE, 'apt', release);
    this.#lists = join(root, 'lists');
    const archives = join(root, 'cache/archives/partial');
    for (const directory of [join(this.#lists, 'partial'), archives])
      mkdirSync(directory, { recursive: true });
    const options = [
      `Dir::State::Lists=${this.#lists}`,
      `Dir::Cache=${join(root, 'cache')}`,
      'APT::Architectures::=amd64',
      'APT::Architectures::=arm64',
      'APT::Sandbox::User=root',
      'Acquire::Languages=none',
      ...(release === 'bookworm' ? [] : ownSources(root, release)),
    ];
    this.#options = options.flatMap((option) => ['-o', option]);
  }

  /** Asks what there is, at most twice a day. */
  update(): void {
    const stamp = join(this.#lists, 'updated');
    const age = existsSync(stamp) ? Date.now() - statSync(stamp).mtimeMs : Infinity;
    if (age < LISTS_KEEP_MS) return;
    try {
      this.#apt('apt-get', ['-qq', 'update', '-o', 'APT::Update::Error-Mode=any']);
    } catch (error) {
      // Without a network, what was built before still serves.
      if (age === Infinity) throw error;
    }
    writeFileSync(stamp, '');
  }

  /** The newest version of a package: `6.1.192-2`. */
  version(name: string): string {
    return this.#field(name, 'Version');
  }

  /** The packages that one depends on, by name. */
  dependencies(name: string): readonly string[] {
    const text = this.#field(name, 'Depends');
    return text.split(',').map((one) => one.trim().replace(/[ :|].*$/, ''));
  }

  /** Puts the packages as files into a directory, unless they are there. `name`, `name=version` or `name:arch`. */
  download(directory: string, names: readonly string[]): void {
    mkdirSync(directory, { recursive: true });
    this.#apt('apt-get', ['-qq', 'download', ...names], directory);
  }

  #field(name: string, field: string): string {
    const record = this.#apt('apt-cache', ['show', '--no-all-versions', name]);
    const [, value] = new RegExp(`^${field}: (.+)$`, 'm').exec(record) ?? [];
    if (value === undefined) throw new Missing(`apt knows no ${field} of ${name}`);
    return value;
  }

  #apt(program: string, words: readonly string[], cwd = '.'): string {
    try {
      const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
      return execFileSync(program, [...this.#options, ...words], { cwd, stdio, encoding: 'utf8' });
    } catch (error) {
      throw new Missing(`${program} ${words.join(' ')}: ${lastLine(error)}`);
    }
  }
}

/** The same mirror as the system's, with another release of it. */
function ownSources(root: string, release: string): readonly string[] {
  const format = '$(REPO_URI)|$(RELEASE)';
  const targets = execFileSync('apt-get', ['indextargets', '--format', format], {
    encoding: 'utf8',
  });
  const [uri] = /^.*(?=\|bookworm$)/m.exec(targets) ?? [];
  if (uri === undefined) throw new Missing('apt here has no release called bookworm');
  const list = join(root, 'sources.list');
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(list, `deb [signed-by=${key}] ${uri} ${release} main\n`);
  return [`Dir::Etc::SourceList=${list}`, 'Dir::Etc::SourceParts=-'];
}
