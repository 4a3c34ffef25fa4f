/**
 * The part of a machine's memory disk that seldom changes: the kernel's modules, busybox, and Node
 * with the libraries it needs. What is tested comes on top of it: `payload.ts`.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { foreignSystem } from '../../e2e/foreign-machine.ts';
import { packDirectory } from './cpio.ts';
import type { Machine } from './machine.ts';
import { Missing } from './missing.ts';

/** What Node and the native packages of a board link with. */
const LIBRARIES = /^(ld-linux.*|lib(c|m|dl|rt|pthread|util|stdc\+\+|gcc_s|atomic))\.so\.\d+$/;

/** @param kernel what `kernelFor` answered. @returns the file. */
export function baseImage(machine: Machine, kernel: string): string {
  const image = join(kernel, `base-${process.version}.cpio`);
  if (existsSync(image)) return image;
  const root = join(kernel, 'root');
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  copyFileSync(join(kernel, 'busybox'), join(root, 'bin/busybox'));
  if (!existsSync(join(root, 'bin/sh'))) symlinkSync('busybox', join(root, 'bin/sh'));
  if (machine.arch === process.arch) copyOwnNode(root);
  else copyForeignNode(root);
  packDirectory(root, image);
  rmSync(join(root, 'usr/bin/node'));
  return image;
}

/** The Node that runs this, and what it was linked with, at the same places. */
function copyOwnNode(root: string): void {
  copyFileSync(process.execPath, join(root, 'usr/bin/node'));
  const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  for (const [path] of linked.matchAll(/\/\S+(?= \()/g)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    cpSync(path, join(root, path), { dereference: true });
  }
}

function copyForeignNode(root: string): void {
  const system = foreignSystem('arm64');
  if (typeof system === 'string') throw new Missing(system);
  copyFileSync(system.node, join(root, 'usr/bin/node'));
  const libraries = join(system.root, 'lib');
  mkdirSync(join(root, 'lib'), { recursive: true });
  for (const name of readdirSync(libraries).filter((one) => LIBRARIES.test(one)))
    cpSync(join(libraries, name), join(root, 'lib', name), { dereference: true });
}
