/** The children of a process, as the kernel names them (proc(5)). */
import { readFileSync, readdirSync } from 'node:fs';

export interface ChildProcessEntry {
  readonly pid: number;
  readonly command: string;
}

export function childrenOf(pid: number): readonly ChildProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => entryOf(Number(name), pid));
}

/** A process that ended meanwhile is none. */
function entryOf(pid: number, parent: number): ChildProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name in brackets may hold anything; the parent is the second field behind it.
    const [, owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(owner) !== parent) return [];
    const command = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, command }];
  } catch {
    return [];
  }
}
