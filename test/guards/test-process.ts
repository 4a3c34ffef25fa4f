/** Test files in a process of their own, under a time limit, with everything they started ended after them. */
import { spawn } from 'node:child_process';
import type { ProcessEnd } from './test-report.ts';

const running = new Set<number>();

/** In a process group of its own, so that what a test started cannot outlive it. @param script with its arguments */
export function runTestProcess(
  script: string | readonly string[],
  timeLimitMs: number,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...[script].flat()], {
      detached: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): void => void chunks.push(chunk);
    const timer = setTimeout(() => {
      endGroup(child.pid);
    }, timeLimitMs);
    if (child.pid !== undefined) running.add(child.pid);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      if (child.pid !== undefined) running.delete(child.pid);
      resolve({ output: Buffer.concat(chunks).toString(), exitCode });
    });
  });
}

/** What runs tests is told to go: so is everything that it started. */
export function endTestsWithThisProcess(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      running.forEach(endGroup);
      process.exit(1);
    });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in this moment.
  }
}
