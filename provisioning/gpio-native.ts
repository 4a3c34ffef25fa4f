/**
 * Makes the native part of the GPIO back ends, which git does not hold: the addon for the character
 * device and the program that makes outputs safe, compiled here by `cc` and, where there is a compiler
 * for it, for the other architectures; and epoll, which onoff needs and npm builds. A machine without
 * a compiler gets one notice and is no failure.
 *
 *   node --import tsx provisioning/gpio-native.ts [--out DIRECTORY]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const NATIVE = join(ROOT, 'runtime/hal/linux/gpio/cdev/native');

/** Architectures as Node calls them, and who compiles for each elsewhere. */
const COMPILERS: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu-gcc',
  arm64: 'aarch64-linux-gnu-gcc',
  arm: 'arm-linux-gnueabihf-gcc',
};

const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-s'];
const ADDON_FLAGS = ['-fPIC', '-fvisibility=hidden', '-shared'];

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(NATIVE, 'lib') } },
});
const problem = compileAll(values.out);
if (problem === undefined) writeFileSync(join(values.out, '.complete'), '');
else
  process.stdout.write(
    `gpio: lines of a real board will be driven through onoff where that is there, which loses edges under load, since no C compiler made the native part (${problem})\n`,
  );
const onoffProblem = buildEpoll();
if (onoffProblem !== undefined)
  process.stdout.write(`gpio: onoff cannot be used here (${onoffProblem})\n`);

/** What stands against it on this machine; another architecture is made where it can be, and not missed where it cannot. */
function compileAll(out: string): string | undefined {
  for (const [arch, compiler] of Object.entries(COMPILERS))
    if (arch !== process.arch) compile(compiler, join(out, arch));
  return compile('cc', join(out, process.arch));
}

function compile(compiler: string, folder: string): string | undefined {
  const headers = join(ROOT, 'node_modules/node-api-headers/include');
  try {
    mkdirSync(folder, { recursive: true });
    const addon = [...ADDON_FLAGS, '-I', headers, '-pthread'];
    build(compiler, join(folder, 'gpio.node'), [...addon, ...sources('addon', 'lines', 'watch')]);
    build(compiler, join(folder, 'safe-write'), sources('safe-write'));
    return undefined;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return firstLine(error);
  }
}

/** Loaded or not, a running process keeps the old file. */
function build(compiler: string, file: string, args: readonly string[]): void {
  const fresh = `${file}.${process.pid}`;
  run(compiler, [...FLAGS, ...args, '-o', fresh]);
  renameSync(fresh, file);
}

function sources(...names: readonly string[]): string[] {
  return names.map((name) => join(NATIVE, `${name}.c`));
}

/** npm leaves install scripts out, so this one is run by name. It needs the headers of this Node. */
function buildEpoll(): string | undefined {
  const home = join(ROOT, 'node_modules/epoll');
  if (!existsSync(home)) return 'it is not installed';
  if (existsSync(join(home, 'build/Release/epoll.node'))) return undefined;
  try {
    run('npm', ['rebuild', 'epoll', '--foreground-scripts']);
    return existsSync(join(home, 'build/Release/epoll.node')) ? undefined : 'npm did not build it';
  } catch (error) {
    return firstLine(error);
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
