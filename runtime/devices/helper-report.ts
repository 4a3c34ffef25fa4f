/** What the safe-state helper did after the last process died: one line a write, in a file beside the database. */
import { readFile, rm } from 'node:fs/promises';
import { errorCode } from '../core/app-error.ts';

export interface HelperWrite {
  /** Epoch ms, to the second. */
  readonly at: number;
  readonly succeeded: boolean;
  /** As `registerName` has it: a path, or a device and what is meant on it. */
  readonly register: string;
}

/** Empty when there is no report. */
export async function readHelperReport(file: string): Promise<readonly HelperWrite[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').flatMap(parseLine);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Call when what it says is recorded. */
export async function forgetHelperReport(file: string): Promise<void> {
  await rm(file, { force: true });
}

function parseLine(line: string): HelperWrite[] {
  const [, seconds, verdict, register] = /^(\d+) (ok|failed) (.+)$/.exec(line) ?? [];
  if (register === undefined) return [];
  return [{ at: Number(seconds) * 1_000, succeeded: verdict === 'ok', register }];
}
