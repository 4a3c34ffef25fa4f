/** Trees of other systems that the installer is run on, and what it says and leaves there. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface InstallerSeat {
  folder: string;
  /** What a maker unpacked: the installer, the boards, and a program that does nothing. */
  source: string;
}

export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Debian 12 with our Node in it, so that nothing is fetched; without users, so that it takes no root to add them. */
const BOOKWORM: Readonly<Record<string, string>> = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
  'etc/passwd': 'root:x:0:0::/root:/bin/sh\nboardtalk:x:990:990::/var/lib/boardtalk:/bin/false\n',
  'etc/group': ['gpio', 'i2c', 'spi', 'dialout', 'video', 'boardtalk']
    .map((name, at) => `${name}:x:${String(985 + at)}:\n`)
    .join(''),
  'var/lib/dpkg/status': 'Package: dpkg\nStatus: install ok installed\nArchitecture: amd64\n\n',
  'usr/bin/systemctl': '',
  'usr/bin/find': '',
  'opt/boardtalk/node/package.sha512': `${String(pinned('SHA512_X64'))}\n`,
};

/** Of `install/node.sh`. */
function pinned(name: string): string | undefined {
  const text = readFileSync('provisioning/install/node.sh', 'utf8');
  return new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1];
}

let trees = 0;

export function tree(
  { folder }: InstallerSeat,
  files: Readonly<Record<string, string>> = {},
): string {
  trees += 1;
  const root = join(folder, `tree-${String(trees)}`);
  write(root, { ...BOOKWORM, ...files });
  mkdirSync(join(root, 'opt/boardtalk/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, 'opt/boardtalk/node/bin/node'));
  return root;
}

interface End {
  readonly code: number | null;
  readonly said: string;
}

export function install({ source }: InstallerSeat, words: readonly string[], path = ''): End {
  const env = { PATH: `${path}:/usr/sbin:/sbin:${process.env['PATH'] ?? ''}`, LC_ALL: 'C' };
  const script = join(source, 'provisioning/install.sh');
  const { status, stdout, stderr } = spawnSync('sh', [script, ...words], { env, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

/** Everything in a tree: path → what is in it. */
export function contents(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'latin1')]),
  );
}
