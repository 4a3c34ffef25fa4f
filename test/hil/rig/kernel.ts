/** Debian's kernel for a machine, with the simulators of hardware built for it: once for each version, kept in the cache. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE, Debian } from './debian.ts';
import type { Machine } from './machine.ts';
import { lastLine, Missing } from './missing.ts';

const SCRIPT = join(import.meta.dirname, 'kernel.sh');

/** A directory with `vmlinuz`, `root/lib/modules`, `busybox`, and the device tree of a machine that needs one. */
export async function kernelFor(machine: Machine): Promise<string> {
  const debian = new Debian(machine.release);
  debian.update();
  const [image = ''] = debian.dependencies(`linux-image-${machine.debian}:${machine.debian}`);
  const version = debian.version(`${image}:${machine.debian}`);
  const directory = join(CACHE, version, `${machine.debian}-${digest(SCRIPT)}`);
  if (existsSync(directory)) return directory;
  const unpacked = await sourcesOf(debian, version);
  const building = `${directory}.building`;
  rmSync(building, { recursive: true, force: true });
  download(debian, { machine, image, version }, building);
  await run('modules', building, unpacked, machine.kernelArch, machine.cross);
  renameSync(building, directory);
  return directory;
}

/** So that another script builds anew. */
function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8);
}

interface Wanted {
  readonly machine: Machine;
  /** `linux-image-6.1.0-56-amd64` */
  readonly image: string;
  readonly version: string;
}

function download(debian: Debian, { machine, image, version }: Wanted, directory: string): void {
  const headers = image.replace('image', 'headers');
  const parts = debian
    .dependencies(`${headers}:${machine.debian}`)
    .filter((name) => /^linux-(headers|kbuild)-/.test(name))
    // The tools in it run here; the headers that all processors share are of none.
    .map((name) => (name.includes('kbuild') ? `${name}:amd64` : name));
  const own = [image, headers].map((name) => `${name}:${machine.debian}=${version}`);
  const debs = join(directory, 'debs');
  debian.download(debs, [...own, ...parts.map((name) => `${name}=${version}`)]);
  // Backports hold kernels, and no shell.
  const stable = new Debian('bookworm');
  stable.update();
  stable.download(debs, [`busybox-static:${machine.debian}`]);
}

/** One download for all processors, whose kernels are built at the same time. */
const sources = new Map<string, Promise<string>>();

function sourcesOf(debian: Debian, version: string): Promise<string> {
  const found = sources.get(version) ?? fetchSources(debian, version);
  sources.set(version, found);
  return found;
}

async function fetchSources(debian: Debian, version: string): Promise<string> {
  const directory = join(CACHE, version, 'sources');
  if (existsSync(directory)) return directory;
  const building = `${directory}.building`;
  rmSync(building, { recursive: true, force: true });
  const [series = ''] = /^\d+\.\d+/.exec(version) ?? [];
  mkdirSync(building, { recursive: true });
  debian.download(building, [`linux-source-${series}=${version}`]);
  const [deb = ''] = readdirSync(building);
  await run('sources', join(building, deb), building);
  rmSync(join(building, deb));
  renameSync(building, directory);
  return directory;
}

async function run(...words: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('sh', [SCRIPT, ...words]);
  } catch (error) {
    throw new Missing(`the kernel's modules could not be built: ${lastLine(error)}`);
  }
}
