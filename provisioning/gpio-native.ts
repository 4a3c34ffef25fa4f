/**
 * Makes the native part of the GPIO back ends, which git does not hold: the addon for the character
 * device and the program that makes outputs safe, compiled here by `cc` and, where there is a compiler
 * for it, for the other architectures; and the packages that npm builds: epoll, which onoff needs, and
 * those of the buses. A machine without a compiler gets one notice and is no failure.
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

/** Bound to one Node version, by their use of its C++ interface. */
const PACKAGES = [
  { name: 'epoll', file: 'epoll.node', loss: 'onoff' },
  { name: 'i2c-bus', file: 'i2c.node', loss: 'I2C' },
  { name: 'spi-device', file: 'spi.node', loss: 'SPI' },
];

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(NATIVE, 'lib') } },
});
const problem = compileAll(values.out);
if (problem === undefined) writeFileSync(join(values.out, '.complete'), '');
else
  process.stdout.write(
    `gpio: lines of a real board will be driven through onoff where that is there, which loses edges under load, since no C compiler made the native part (${problem})\n`,
  );
for (const { name, file, loss } of PACKAGES) {
  const lack = buildPackage(name, file);
  if (lack !== undefined) process.stdout.write(`${name}: ${loss} cannot be used here (${lack})\n`);
}

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
    build(compiler, join(folder, 'gpio.node'), [
      ...addon,
      ...sources('addon', 'lines', 'notify', 'watch'),
    ]);
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

/** npm leaves install scripts out, so these are run by name. They need the headers of this Node. */
function buildPackage(name: string, file: string): string | undefined {
  const home = join(ROOT, 'node_modules', name);
  const built = join(home, 'build/Release', file);
  if (!existsSync(home)) return 'it is not installed';
  if (existsSync(built)) return undefined;
  try {
    run('npm', ['rebuild', name, '--foreground-scripts']);
    return existsSync(built) ? undefined : 'npm did not build it';
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
