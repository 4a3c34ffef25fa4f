/**
 * Makes what the native back end of tflite-node needs and git does not hold: the addon, compiled here
 * by `cc`, and TensorFlow Lite's C library, fetched by name through npm and checked against a pinned
 * hash. Both go to `native/lib/<arch>/`; what is there already stays. A machine without a compiler or
 * without network gets one notice and the wasm back end instead, and is no failure.
 *
 *   node --import tsx provisioning/tflite-native.ts [--out DIRECTORY]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recordPath, sha256Of } from '../runtime/inference/tflite-node/native/probe.ts';

const ROOT = join(import.meta.dirname, '..');
const NATIVE = join(ROOT, 'runtime/inference/tflite-node/native');

/**
 * TensorFlow Lite 2.9.0 with XNNPACK, built by Google for tfjs: its two libraries for Linux are all
 * that is taken of this package. It brings no licence file; its manifest says Apache-2.0.
 */
const PACKAGE = {
  name: 'tfjs-tflite-node@0.0.2',
  sha512:
    'Zed9biOz9lkWsekvPwdEmxXnsjXJnZO8iOV0s2Y20QU15cwiPedzFEBYiGbK7smYpkJpQNNY9SukoKmUi9bk9w==',
  library: 'libtensorflowlite_c.so',
};

/** Architectures as Node calls them: who compiles for it, and its folder in the package. */
const TARGETS: Readonly<Record<string, { cross: string; folder: string }>> = {
  x64: { cross: 'x86_64-linux-gnu-gcc', folder: 'linux_amd64' },
  arm64: { cross: 'aarch64-linux-gnu-gcc', folder: 'linux_arm64' },
};

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(NATIVE, 'lib') } },
});
const problems = [...compileAll(values.out), ...fetchLibraries(values.out)];
if (problems.length === 0) problems.push(...tryLibrary(values.out));
if (problems.length === 0) writeFileSync(join(values.out, '.complete'), '');
else
  process.stdout.write(
    `tflite-node: models will run by WebAssembly, some three times slower, since ${problems.join(', and ')}\n`,
  );

/** What stands against it, if anything. An addon for another architecture is made where it can be, and not missed where it cannot. */
function compileAll(out: string): string[] {
  const others = Object.keys(TARGETS).filter((arch) => arch !== process.arch);
  for (const arch of others) compile(TARGETS[arch]?.cross ?? '', join(out, arch));
  return compile('cc', join(out, process.arch));
}

function compile(compiler: string, folder: string): string[] {
  const addon = join(folder, 'tflite.node');
  const sources = ['addon.c', 'engine.c', 'library.c'].map((name) => join(NATIVE, name));
  const flags = [
    '-std=c11',
    '-O2',
    '-Wall',
    '-Wextra',
    '-fPIC',
    '-fvisibility=hidden',
    '-shared',
    '-s',
    // The functions of libc are those of the process that loads it. Linked to libc, it would ask for
    // the versions of this machine's (dlopen of glibc 2.34), and boards have older ones.
    '-nodefaultlibs',
  ];
  const headers = join(ROOT, 'node_modules/node-api-headers/include');
  try {
    mkdirSync(folder, { recursive: true });
    // Loaded or not, a running process keeps the old file.
    const fresh = `${addon}.${process.pid}`;
    run(compiler, [...flags, '-I', headers, ...sources, '-o', fresh]);
    renameSync(fresh, addon);
    return [];
  } catch (error) {
    rmSync(addon, { force: true });
    return [`no C compiler made its addon (${firstLine(error)})`];
  }
}

function fetchLibraries(out: string): string[] {
  const targets = Object.entries(TARGETS).map(([arch, { folder }]) => ({
    inPackage: `package/cc_deps/${folder}/${PACKAGE.library}`,
    folder: join(out, arch),
  }));
  if (targets.every(({ folder }) => existsSync(join(folder, PACKAGE.library)))) return [];
  const work = mkdtempSync(join(tmpdir(), 'tflite-node-'));
  try {
    const tarball = fetchTarball(work);
    run('tar', ['-xzf', tarball, '-C', work, ...targets.map(({ inPackage }) => inPackage)]);
    for (const { inPackage, folder } of targets) place(join(work, inPackage), folder);
    return [];
  } catch (error) {
    return [`${PACKAGE.name} could not be fetched by npm (${firstLine(error)})`];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** npm keeps what it has fetched, so a second clone on the same machine needs no network. */
function fetchTarball(work: string): string {
  const patience = ['--prefer-offline', '--fetch-retries=1', '--fetch-timeout=30000'];
  run('npm', ['pack', PACKAGE.name, '--ignore-scripts', '--pack-destination', work, ...patience]);
  const tarball = join(work, `${PACKAGE.name.replace('@', '-')}.tgz`);
  const sha512 = createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (sha512 !== PACKAGE.sha512) throw new Error(`its SHA-512 is ${sha512}`);
  return tarball;
}

function place(library: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(library, join(folder, `${PACKAGE.library}.${process.pid}`));
  renameSync(join(folder, `${PACKAGE.library}.${process.pid}`), join(folder, PACKAGE.library));
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, `${PACKAGE.library}.LICENSE`));
}

/** In a process of its own, as always. What is found is kept, so that nobody has to wait for it again. */
function tryLibrary(out: string): string[] {
  const library = join(out, process.arch, PACKAGE.library);
  try {
    const probe = ['--import', 'tsx', join(NATIVE, '../probe-child.ts'), library];
    const found: unknown = JSON.parse(execFileSync(process.execPath, probe, { encoding: 'utf8' }));
    if (typeof found !== 'object' || found === null || 'message' in found)
      throw new Error(JSON.stringify(found));
    const record = { sha256: sha256Of(library), ...found };
    writeFileSync(recordPath(library), `${JSON.stringify(record, null, 2)}\n`);
    return [];
  } catch (error) {
    return [`its library does not work here (${firstLine(error)})`];
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: ROOT });
}

/** Of what the command wrote on standard error, or of the error itself where it did not even start. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : 'no reason given';
  const [first, second] = message.split('\n');
  return second?.replace(/^npm (ERR!|error) /, '') ?? first ?? message;
}
