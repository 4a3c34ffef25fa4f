/** Modbus units that other people wrote: libmodbus (C) and pymodbus (Python), as processes. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasTool } from './private-network.ts';

const SOURCES = resolve(import.meta.dirname, '../modbus');
const BUILT = resolve(import.meta.dirname, '../../.cache/modbus');
/** Debian's, and not one that somebody put before it: the package installs for this one. */
const PYTHON = '/usr/bin/python3';

export type ModbusPeer = 'libmodbus' | 'pymodbus';

/** The words that start such a unit; or why there is none. */
export function unitProgram(peer: ModbusPeer): readonly string[] | string {
  if (peer === 'pymodbus') {
    const script = join(SOURCES, 'pymodbus-unit.py');
    const probe = spawnSync(PYTHON, ['-c', 'import pymodbus.server, serial_asyncio']);
    return probe.status === 0
      ? [PYTHON, script]
      : 'install python3-pymodbus and python3-serial-asyncio (Debian)';
  }
  if (!hasTool('cc') || !hasTool('pkg-config')) return 'needs a C compiler and pkg-config';
  if (spawnSync('pkg-config', ['--exists', 'libmodbus']).status !== 0)
    return 'install libmodbus-dev (Debian)';
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'libmodbus'], {
    encoding: 'utf8',
  });
  const program = join(BUILT, 'libmodbus-unit');
  mkdirSync(BUILT, { recursive: true });
  const source = join(SOURCES, 'libmodbus-unit.c');
  execFileSync('cc', ['-O1', '-o', program, source, ...flags.trim().split(/\s+/)]);
  return [program];
}

export class ModbusUnit {
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  /** @param way `rtu` and a device, or `tcp` and a port */
  static async start(
    [program = '', ...words]: readonly string[],
    ...way: readonly [kind: 'rtu' | 'tcp', place: string]
  ): Promise<ModbusUnit> {
    const child = spawn(program, [...words, ...way], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => {
        reject(new Error(`the unit ended with ${String(code)}`));
      });
      child.stdout.once('data', () => {
        resolve();
      });
    });
    return new ModbusUnit(child);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}
