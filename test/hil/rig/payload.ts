/**
 * What is tested on a virtual board: what a real one receives (`dist/`, `boards/`), a site, and the
 * tests of `guest/`, each bundled into one file beside the program, where its native parts are.
 */
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { findFiles } from '../../guards/source-files.ts';
import { CACHE } from './debian.ts';
import { packDirectory } from './cpio.ts';
import type { Machine } from './machine.ts';
import { compileNativePackages } from './native-packages.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const TESTS = 'test/hil/guest';

/** CommonJS packages in an ESM bundle expect it. */
const REQUIRE = `import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);`;

/** Where it is on the board. */
export const HOME = '/boardtalk';

export interface GuestProgram {
  /** Of this tree. */
  readonly source: string;
  /** On the board. */
  readonly path: string;
}

/** Everything that runs on the board beside the node: tests, and what tests start. */
export function guestPrograms(): readonly GuestProgram[] {
  return ['.guest.ts', '.pi3.ts', '.program.ts'].flatMap((suffix) =>
    findFiles([TESTS], suffix).map((source) => ({
      source,
      path: join(HOME, 'dist', basename(source).replace(/\.ts$/, '.js')),
    })),
  );
}

/** Packs it for a machine. @returns the file. */
export async function makePayload(machine: Machine): Promise<string> {
  const directory = join(CACHE, `payload-${machine.id}`);
  const home = join(directory, HOME);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  copyFileSync(join(ROOT, 'test/hil/rig/init.sh'), join(directory, 'init'));
  chmodSync(join(directory, 'init'), 0o755);
  for (const [from, to] of [
    ['dist', 'dist'],
    ['boards', 'boards'],
    ['test/hil/site', 'site'],
    ['test/hil/guest/gpio-chip.sh', 'hil/gpio-chip.sh'],
  ] as const)
    cpSync(join(ROOT, from), join(home, to), { recursive: true });
  copyPackagesTo(join(home, 'dist/node_modules'));
  compileNativePackages(machine, join(home, 'dist/node_modules'));
  await bundleGuests(join(home, 'dist'));
  const image = `${directory}.cpio`;
  packDirectory(directory, image);
  return image;
}

/** What the build has not put there, but tests need. */
function copyPackagesTo(modules: string): void {
  for (const name of ['i2c-bus', 'bindings', 'file-uri-to-path'])
    cpSync(join(ROOT, 'node_modules', name), join(modules, name), { recursive: true });
}

async function bundleGuests(directory: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: guestPrograms().map(({ source }) => source),
    outdir: directory,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Native: they lie in dist/, as the node itself finds them.
    external: ['onoff', 'i2c-bus', 'spi-device', 'serialport', 'sharp', '@resvg/resvg-js'],
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
}
