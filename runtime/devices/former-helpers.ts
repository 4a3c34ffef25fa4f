/**
 * Helpers that a process before this one left behind: they hold lines at their safe value until
 * somebody takes over. They are known by the report of this board on their command line.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Clock } from '../core/clock.ts';

const ASK_EVERY_MS = 20;

/** One that hangs on a register does not keep the board from starting. */
const PATIENCE_MS = 2_000;

/** Resolves when none of them holds anything any more, or when patience is at its end. */
export async function endFormerHelpers(report: string, clock: Clock): Promise<void> {
  const until = clock.monotonicMs() + PATIENCE_MS;
  for (let left = helpersOf(report); left.length > 0; left = helpersOf(report)) {
    if (clock.monotonicMs() > until) return;
    // The shell ignores it, and what it is about to start has not heard it.
    for (const pid of left) end(pid);
    await new Promise<void>((resolve) => clock.after(ASK_EVERY_MS, resolve));
  }
}

function helpersOf(report: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && isHelper(pid, report));
}

function isHelper(pid: number, report: string): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1')
      .split('\0')
      .includes(report);
  } catch {
    return false; // It has ended meanwhile.
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}
