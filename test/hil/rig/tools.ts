/** The programs of this machine that a virtual board is made with, and the Debian packages that bring them. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.ts';
import { Missing } from './missing.ts';

const TOOLS: Readonly<Record<string, string>> = {
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  cpio: 'cpio',
  depmod: 'kmod',
  modprobe: 'kmod',
  make: 'make',
  gcc: 'gcc',
  'g++': 'g++',
  xz: 'xz-utils',
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-system-aarch64': 'qemu-system-arm',
  'aarch64-linux-gnu-gcc': 'gcc-aarch64-linux-gnu',
  'aarch64-linux-gnu-g++': 'g++-aarch64-linux-gnu',
  debootstrap: 'debootstrap',
  'mkfs.ext4': 'e2fsprogs',
};

/** @param more what a rig needs beside it. @throws Missing, naming what to install */
export function requireTools({ qemu: [qemu], cross }: Machine, more: readonly string[] = []): void {
  if (process.arch !== 'x64')
    throw new Missing(`the rig is built on x64, and this is ${process.arch}`);
  const shared = ['apt-get', 'dpkg-deb', 'cpio', 'depmod', 'modprobe', 'make', 'gcc', 'xz'];
  const needed = new Set([...shared, qemu, `${cross}gcc`, `${cross}g++`, ...more]);
  const absent = [...needed].filter((program) => !isInstalled(program));
  if (absent.length === 0) return;
  const packages = new Set(absent.map((program) => TOOLS[program] ?? program));
  throw new Missing(
    `there is no ${absent.join(', ')} here; install with: apt-get install ${[...packages].join(' ')}`,
  );
}

function isInstalled(program: string): boolean {
  const places = `${process.env['PATH'] ?? ''}:/sbin:/usr/sbin`.split(':');
  return places.some((place) => isExecutable(join(place, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
