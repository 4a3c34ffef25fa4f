/** What of a node can be seen without asking it: registers, its helper, and that something becomes so in time. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NodeProcess } from './node-process.ts';

/** Registers of the sample site's outputs, under the data directory. */
export const PUMP_RELAY = 'sim/gpio/GPIO17/value';
export const LIGHT_RELAY = 'sim/gpio/GPIO23/value';

const LOOK_EVERY_MS = 20;

/** So long only what hangs takes, on a machine however busy; and a goodbye is told from a life of 90 s that ends. */
export const HANGS_MS = 60_000;

export function register({ dataDirectory }: NodeProcess, path: string): string {
  return readFileSync(join(dataDirectory, path), 'utf8').trim();
}

/** Process ids of the shells that wait to make this node's outputs safe. */
export function helpersOf({ dataDirectory }: NodeProcess): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const line = commandLine(pid);
      return line.includes('safe-state-helper.sh') && line.includes(dataDirectory);
    });
}

/** Resolves as soon as it holds, with how long that took in ms. */
export async function soon(what: string, holds: () => boolean | Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    if (await holds()) return performance.now() - startedAt;
    if (performance.now() - startedAt > HANGS_MS) throw new Error(`it never came: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Empty for a process that has ended meanwhile. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
