/**
 * Writes `extract.json`: what the device trees in Debian's kernel packages say about the boards of
 * `boards/`, for the linter to hold the board files to. Names and numbers only; the kernel is GPL
 * and is fetched, not kept.
 *
 *   node --import tsx test/device-trees/write-extract.ts
 *
 * Needs apt and dpkg, on any architecture, and touches no package of the system: the lists of the
 * other architectures are kept in `.cache/device-trees/`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'prettier';
import type { DeviceTree } from './device-tree.ts';
import { deviceName } from './device-name.ts';
import { pathsOf, readFdt, textsOf, type TreeNode } from './read-fdt.ts';

const CACHE = resolve('.cache/device-trees');

/** Board → its tree in the package. The Pi 5's tree in Debian 12 has no RP1: it says nothing of the header. */
const TREES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  arm64: {
    'raspberry-pi-3b-plus': 'broadcom/bcm2837-rpi-3-b-plus.dtb',
    'raspberry-pi-zero-2-w': 'broadcom/bcm2837-rpi-zero-2-w.dtb',
    'raspberry-pi-4b': 'broadcom/bcm2711-rpi-4-b.dtb',
    'raspberry-pi-cm4': 'broadcom/bcm2711-rpi-cm4-io.dtb',
    'raspberry-pi-5': 'broadcom/bcm2712-rpi-5-b.dtb',
    'orange-pi-5': 'rockchip/rk3588s-orangepi-5.dtb',
    'radxa-rock-5b': 'rockchip/rk3588-rock-5b.dtb',
    'orange-pi-zero-3': 'allwinner/sun50i-h618-orangepi-zero3.dtb',
    beagleplay: 'ti/k3-am625-beagleplay.dtb',
    'coral-dev-board': 'freescale/imx8mq-phanbell.dtb',
    'imx8mp-evk': 'freescale/imx8mp-evk.dtb',
    'jetson-nano': 'nvidia/tegra210-p3450-0000.dtb',
  },
  armhf: { 'beaglebone-black': 'am335x-boneblack.dtb' },
};

const PACKAGES: Readonly<Record<string, string>> = {
  arm64: 'linux-image-arm64',
  armhf: 'linux-image-armmp',
};

const KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg';

const SUITES = ['bookworm', 'bookworm-backports'];

function run(command: string, args: readonly string[], cwd = CACHE): string {
  return execFileSync(command, [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
}

/** The kernel package that the metapackage of a suite depends on, unpacked; its folder, name and version. */
function fetchKernel(arch: string, suite: string): { root: string; source: string } {
  const root = join(CACHE, `${suite}-${arch}`);
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'etc', 'unpacked'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'state/status'), '');
  writeFileSync(join(root, 'etc/sources.list'), sourceList(suite));
  const apt = [
    ...['-o', `APT::Architecture=${arch}`, '-o', `APT::Architectures=${arch}`],
    ...['-o', `Dir::State=${root}/state`, '-o', `Dir::State::status=${root}/state/status`],
    ...['-o', `Dir::Cache=${root}/cache`, '-o', `Dir::Etc::sourcelist=${root}/etc/sources.list`],
    ...['-o', `Dir::Etc::sourceparts=-`, '-o', 'APT::Sandbox::User=root', '-qq'],
  ];
  run('apt-get', [...apt, 'update']);
  const meta = run('apt-cache', [...apt, 'show', '--no-all-versions', PACKAGES[arch] ?? '']);
  const name = /^Depends: (linux-image-\S+)/m.exec(meta)?.[1] ?? '';
  run('apt-get', [...apt, 'download', name], root);
  const file = readdirSync(root).find((entry) => entry.startsWith(`${name}_`)) ?? '';
  run('sh', [
    '-c',
    `dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2/unpacked" --wildcards './usr/lib/linux-image-*'`,
    ...['sh', join(root, file), root],
  ]);
  const version = run('dpkg-deb', ['-f', join(root, file), 'Version']).trim();
  return { root: join(root, 'unpacked/usr/lib', name), source: `${name} ${version}` };
}

/** The mirror of this machine, for another suite. */
function sourceList(suite: string): string {
  const targets = run('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)',
    'Created-By: Packages',
  ]);
  const mirror = targets.split('\n').find((uri) => /\/debian\/?$/.test(uri));
  if (mirror === undefined) throw new Error('apt of this machine knows no mirror of Debian');
  return `deb [signed-by=${KEYS}] ${mirror} ${suite} main\n`;
}

function describe(root: TreeNode): Omit<DeviceTree, 'source'> {
  const paths = [...pathsOf(root)];
  const at = (path: string): string | undefined => {
    const found = paths.find((nodes) => nodes.map(({ name }) => name).join('/') === path);
    return found && deviceName(found);
  };
  const aliases = root.children.find(({ name }) => name === 'aliases')?.properties ?? [];
  return {
    compatible: textsOf(root.properties.get('compatible')),
    aliases: Object.fromEntries(
      [...aliases]
        .filter(([name]) => /^(gpio|i2c|spi|serial)\d+$/.test(name))
        .map(([name, value]) => [name, at(textsOf(value)[0] ?? '') ?? '']),
    ),
    gpio: paths.flatMap((path) => {
      const properties = path.at(-1)?.properties;
      if (properties?.has('gpio-controller') !== true) return [];
      return {
        device: deviceName(path),
        compatible: textsOf(properties.get('compatible')),
        names: textsOf(properties.get('gpio-line-names')),
      };
    }),
  };
}

mkdirSync(CACHE, { recursive: true });
const trees: Record<string, DeviceTree> = {};
for (const [arch, boards] of Object.entries(TREES))
  for (const suite of SUITES) {
    const { root, source } = fetchKernel(arch, suite);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    for (const [board, file] of Object.entries(boards)) {
      const path = files.find((entry) => entry === file || entry.endsWith(`/${file}`));
      // The oldest suite that has the board: what people run.
      if (path === undefined || board in trees) continue;
      trees[board] = {
        source: `${file} of ${source}`,
        ...describe(readFdt(readFileSync(join(root, path)))),
      };
    }
  }
const json = JSON.stringify(trees);
writeFileSync(
  'test/device-trees/extract.json',
  await format(json, { parser: 'json', printWidth: 100 }),
);
process.stdout.write(`${Object.keys(trees).join('\n')}\n`);
