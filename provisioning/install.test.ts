/**
 * The installer on trees of other systems (`--root`): what it refuses, what it would do, that it may be
 * run again, and how it takes itself away. `make install-test` runs it under a real systemd.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contents, install, tree, write, type InstallerSeat } from '../test/install/tree.ts';

const test = suite<InstallerSeat>('install.sh');

const IS_ROOT = process.getuid?.() === 0;

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'boardtalk-install-'));
  context.source = join(context.folder, 'source');
  for (const part of ['provisioning/install.sh', 'provisioning/install', 'provisioning/system'])
    cpSync(part, join(context.source, part), { recursive: true });
  for (const part of ['boards', 'models'])
    cpSync(part, join(context.source, part), { recursive: true });
  write(context.source, { 'dist/boardtalk.js': '' });
  for (const arch of ['x64', 'arm64', 'arm'])
    write(context.source, { [`dist/native/lib/${arch}/gpio.node`]: '' });
});

test.after(({ folder }) => {
  rmSync(folder, { recursive: true });
});

test('a dry run says everything that would be done, and does nothing', (context) => {
  const root = tree(context, { 'boot/firmware/config.txt': 'dtparam=audio=on\n' });
  const before = contents(root);
  const { code, said } = install(context, [
    '--dry-run',
    '--root',
    root,
    '--board',
    'raspberry-pi-4b',
  ]);
  assert.is(code, 0, said);
  for (const change of [
    'writes /opt/boardtalk/dist',
    'writes /etc/systemd/system/boardtalk.service',
    'adds dtparam=i2c_arm=on to /boot/firmware/config.txt',
    'writes a first site',
    'lets the service start',
  ])
    assert.match(said, `would: ${change}`);
  assert.equal(contents(root), before);
});

test('a dry run needs no root', (context) => {
  const root = tree(context);
  chmodSync(context.folder, 0o755);
  const words = ['--dry-run', '--root', root, '--board', 'sim'];
  const script = join(context.source, 'provisioning/install.sh');
  const { status } = spawnSync('sh', [script, ...words], IS_ROOT ? { uid: 65_534 } : {});
  assert.is(status, 0);
});

interface Refusal {
  readonly what: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  readonly says: RegExp;
}

function system(id: string, version: string): Readonly<Record<string, string>> {
  const text = `ID=${id}\nVERSION_ID="${version}"\nPRETTY_NAME="${id} ${version}"\n`;
  return { 'etc/os-release': text };
}

function processor(name: string): Readonly<Record<string, string>> {
  return { 'var/lib/dpkg/status': `Package: dpkg\nArchitecture: ${name}\n\n` };
}

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a system of another family',
    files: system('fedora', '41'),
    says: /this is fedora 41.*\n.*supported: Raspberry Pi OS, Debian, Ubuntu, Armbian/,
  },
  {
    what: 'Debian 11',
    files: system('debian', '11'),
    says: /debian 11 is too old\n.*from 12 on.*newer image/,
  },
  {
    what: 'Ubuntu 20.04',
    files: system('ubuntu', '20.04'),
    says: /ubuntu 20\.04 is too old\n.*from 22 on/,
  },
  {
    what: 'a processor that nothing is built for',
    files: processor('riscv64'),
    says: /processor riscv64\n.*amd64, arm64, armhf/,
  },
  {
    what: 'a board that does not exist',
    words: ['--board', 'raspberry-pi-9'],
    says: /there is no board raspberry-pi-9\n.*raspberry-pi-4b/,
  },
  { what: 'an option that does not exist', words: ['--force'], says: /no option --force/ },
  { what: 'an option without its value', words: ['--board'], says: /--board needs a value/ },
  { what: '--purge alone', words: ['--purge'], says: /--purge goes with --uninstall/ },
  {
    what: 'a package of Node that is not there',
    words: ['--node', '/nowhere.tgz'],
    says: /no file \/nowhere\.tgz/,
  },
];

for (const { what, files = {}, words = [], says } of REFUSALS)
  test(`refuses ${what}, with what to do next, and changes nothing`, (context) => {
    const root = tree(context, files);
    const before = contents(root);
    const { code, said } = install(context, ['--dry-run', '--root', root, ...words]);
    assert.is(code, 1, said);
    assert.match(said, says);
    assert.equal(contents(root), before);
  });

test('takes testing, which has no number', (context) => {
  const root = tree(context, { 'etc/os-release': 'ID=debian\nPRETTY_NAME="Debian testing"\n' });
  assert.is(install(context, ['--dry-run', '--root', root, '--board', 'sim']).code, 0);
});

test('refuses a system without systemd', (context) => {
  const root = tree(context);
  rmSync(join(root, 'usr/bin/systemctl'));
  assert.match(install(context, ['--dry-run', '--root', root]).said, /no systemd/);
});

test('refuses 32 bit without a Node for it, and names both ways out', (context) => {
  const root = tree(context, processor('armhf'));
  rmSync(join(root, 'opt/boardtalk'), { recursive: true });
  const { code, said } = install(context, ['--dry-run', '--root', root]);
  assert.is(code, 1);
  assert.match(said, /64 bit image.*linux-armv7l.*--node/);
});

test('refuses a card that is too full, with how to make room', (context) => {
  const root = tree(context);
  const tools = join(context.folder, 'full');
  write(tools, { df: '#!/bin/sh\necho head\necho /dev/mmcblk0p2 7000000 6900000 100000 99% /\n' });
  chmodSync(join(tools, 'df'), 0o755);
  const { code, said } = install(context, ['--dry-run', '--root', root], tools);
  assert.is(code, 1);
  assert.match(said, /only 97 MB are free.*\n.*make room/);
});

test('refuses what was not built, and what was built without its native part', (context) => {
  const root = tree(context);
  const bare = { ...context, source: join(context.folder, 'bare') };
  cpSync(join(context.source, 'provisioning'), join(bare.source, 'provisioning'), {
    recursive: true,
  });
  assert.match(install(bare, ['--dry-run', '--root', root]).said, /make build/);
  write(bare.source, { 'dist/boardtalk.js': '' });
  assert.match(
    install(bare, ['--dry-run', '--root', root]).said,
    /without its native part for x64/,
  );
});

function asRoot(sentence: string, run: (seat: InstallerSeat) => void): void {
  if (IS_ROOT) test(sentence, run);
  else test.skip(`${sentence} (SKIPPED: it takes root)`);
}

asRoot(`refuses a package that is not the published one, and leaves nothing of it`, (context) => {
  const root = tree(context);
  rmSync(join(root, 'opt/boardtalk'), { recursive: true });
  write(context.folder, { 'node.tgz': 'not Node' });
  const words = ['--root', root, '--node', join(context.folder, 'node.tgz')];
  const { code, said } = install(context, words);
  assert.is(code, 1);
  assert.match(said, /is not Node .* as it was published\n.*fetch it again/);
  assert.equal(readdirSync(join(root, 'opt/boardtalk')), []);
});

asRoot('installs once, and a second time changes nothing', (context) => {
  const root = tree(context, { 'boot/firmware/config.txt': '[pi4]\narm_boost=1\n' });
  const words = ['--root', root, '--board', 'raspberry-pi-4b'];
  const first = install(context, words);
  assert.is(first.code, 0, first.said);
  assert.match(first.said, /REBOOT NEEDED/);
  const installed = contents(root);
  assert.is(
    installed['boot/firmware/config.txt'],
    '[pi4]\narm_boost=1\n\n[all]\ndtparam=i2c_arm=on\n\n[all]\ndtparam=spi=on\n',
  );
  assert.is(installed['boot/firmware/config.txt.before-boardtalk'], '[pi4]\narm_boost=1\n');
  assert.is(installed['etc/modules-load.d/boardtalk.conf'], 'i2c-dev\n');
  assert.match(installed['etc/boardtalk/devices.yaml'] ?? '', 'board: raspberry-pi-4b');

  const second = install(context, words);
  assert.match(second.said, /nothing to change/);
  assert.not.match(second.said, /REBOOT/);
  assert.equal(contents(root), installed);
});

asRoot('an update writes what differs, and keeps site and data', (context) => {
  const root = tree(context, {
    'etc/boardtalk/platform.yaml': 'site: mine\n',
    'etc/boardtalk/devices.yaml': 'boards: mine\n',
    'var/lib/boardtalk/state/CURRENT': 'mine',
  });
  install(context, ['--root', root, '--board', 'sim']);
  const newer = { ...context, source: join(context.folder, 'newer') };
  cpSync(context.source, newer.source, { recursive: true });
  write(newer.source, { 'dist/boardtalk.js': '// a newer one' });
  const { said } = install(newer, ['--root', root, '--board', 'sim']);
  assert.match(said, /writes \/opt\/boardtalk\/dist\n/);
  assert.not.match(said, /writes \/opt\/boardtalk\/boards|first site/);
  const after = contents(root);
  assert.is(after['opt/boardtalk/dist/boardtalk.js'], '// a newer one');
  assert.is(after['etc/boardtalk/platform.yaml'], 'site: mine\n');
  assert.is(after['var/lib/boardtalk/state/CURRENT'], 'mine');
});

asRoot('--no-buses turns none on', (context) => {
  const root = tree(context, { 'boot/firmware/config.txt': '' });
  const { said } = install(context, ['--root', root, '--board', 'raspberry-pi-4b', '--no-buses']);
  assert.match(said, /if you use it, turn on: dtparam=i2c_arm=on/);
  assert.is(contents(root)['boot/firmware/config.txt'], '');
});

asRoot('a boot file that is generated is left to people', (context) => {
  const text = '# Do not modify this file! It is automatically generated\n';
  const root = tree(context, { 'boot/firmware/config.txt': text });
  const { said } = install(context, ['--root', root, '--board', 'raspberry-pi-4b']);
  assert.match(said, /turn on by hand, as \/boot\/firmware\/config\.txt says.*dtparam=spi=on/);
  assert.is(contents(root)['boot/firmware/config.txt'], text);
});

asRoot('on Armbian an overlay joins the others, where the kernel has it', (context) => {
  const root = tree(context, {
    'boot/armbianEnv.txt': 'overlay_prefix=rk3588\noverlays=panthor-gpu\nfdtfile=x.dtb\n',
    'boot/dtb/rockchip/overlay/rk3588-i2c5-m3.dtbo': '',
  });
  const words = ['--root', root, '--board', 'orange-pi-5'];
  const { said } = install(context, words);
  assert.match(said, /REBOOT NEEDED/);
  assert.match(said, /no overlay of this name: spi4-m0-cs1-spidev/);
  const installed = contents(root);
  assert.is(
    installed['boot/armbianEnv.txt'],
    'overlay_prefix=rk3588\noverlays=panthor-gpu i2c5-m3\nfdtfile=x.dtb\n',
  );
  assert.not.match(install(context, words).said, /REBOOT/);
  assert.equal(contents(root), installed);
});

asRoot('on Armbian without any overlay yet, the line is added', (context) => {
  const root = tree(context, {
    'boot/armbianEnv.txt': 'overlay_prefix=rk3588\n',
    'boot/dtb/rockchip/overlay/rk3588-i2c5-m3.dtbo': '',
  });
  install(context, ['--root', root, '--board', 'orange-pi-5']);
  assert.is(contents(root)['boot/armbianEnv.txt'], 'overlay_prefix=rk3588\noverlays=i2c5-m3\n');
});

asRoot('--uninstall leaves data, site and buses, and says so', (context) => {
  const root = tree(context, {
    'boot/firmware/config.txt': '',
    'var/lib/boardtalk/state/CURRENT': 'mine',
  });
  install(context, ['--root', root, '--board', 'raspberry-pi-4b']);
  const { code, said } = install(context, ['--root', root, '--uninstall']);
  assert.is(code, 0, said);
  assert.match(said, /your data in \/var\/lib\/boardtalk and your site in \/etc\/boardtalk stay/);
  assert.match(said, /buses stay on; .*config\.txt\.before-boardtalk/);
  const left = Object.keys(contents(root));
  assert.is(left.includes('var/lib/boardtalk/state/CURRENT'), true);
  assert.is(left.includes('etc/boardtalk/devices.yaml'), true);
  assert.equal(
    left.filter((path) => /^(opt\/boardtalk|usr\/local)|\.service$|\.rules$/.test(path)),
    [],
  );
  assert.match(install(context, ['--root', root, '--uninstall']).said, /nothing to remove/);
});

asRoot('--uninstall --purge takes data and site too', (context) => {
  const root = tree(context, { 'var/lib/boardtalk/state/CURRENT': 'mine' });
  install(context, ['--root', root, '--board', 'sim']);
  // The user lives in a tree without the libraries that userdel needs there.
  write(root, { 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n' });
  const { code, said } = install(context, ['--root', root, '--uninstall', '--purge']);
  assert.is(code, 0, said);
  assert.equal(
    Object.keys(contents(root)).filter((path) => path.includes('boardtalk/')),
    [],
  );
});

test.run();
