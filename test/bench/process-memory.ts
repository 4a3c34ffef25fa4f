/** What the kernel says about a process: its resident memory, and which processes it started. */
import { readFileSync } from 'node:fs';

/** Resident set in MB (10⁶ bytes), from VmRSS of proc(5), which counts in KiB. */
export function residentMb(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(match?.[1]) * 1_024) / 1e6;
}

export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
}
