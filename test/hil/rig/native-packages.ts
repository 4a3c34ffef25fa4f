/**
 * The npm packages that bring a native part as source only, compiled for a machine as their install
 * scripts would do there: against the headers of the Node that runs this.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Machine } from './machine.ts';
import { lastLine, Missing } from './missing.ts';

interface NativePackage {
  readonly name: string;
  /** `target_name` of its binding.gyp. */
  readonly target: string;
  readonly sources: readonly string[];
}

const PACKAGES: readonly NativePackage[] = [
  { name: 'epoll', target: 'epoll', sources: ['src/epoll.cc'] },
  { name: 'i2c-bus', target: 'i2c', sources: ['src/i2c.cc'] },
];

/** @param modules the `node_modules` of the payload: what of it is there gets its native part */
export function compileNativePackages({ cross }: Machine, modules: string): void {
  const headers = join(dirname(process.execPath), '../include/node');
  if (!existsSync(join(headers, 'node.h')))
    throw new Missing(`this Node came without its headers: there is no ${headers}/node.h`);
  for (const { name, target, sources } of PACKAGES) {
    if (!existsSync(join(modules, name))) continue;
    const output = join(modules, name, 'build/Release');
    mkdirSync(output, { recursive: true });
    const words = [
      ...['-shared', '-fPIC', '-O2', '-w', '-std=c++17', `-DNODE_GYP_MODULE_NAME=${target}`],
      ...['-I', headers, '-I', 'node_modules/nan', '-o', join(output, `${target}.node`)],
      ...sources.map((source) => join('node_modules', name, source)),
    ];
    try {
      execFileSync(`${cross}g++`, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      throw new Missing(`${name} could not be compiled: ${lastLine(error)}`);
    }
  }
}
