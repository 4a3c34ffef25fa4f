/**
 * Runs every test file in a process of its own, under a time limit, and closes with the one line
 * `N passed, N failed`. `floor.ts` holds how many tests there are at least: tests that quietly
 * went missing are a failure too.
 *
 *   node --import tsx test/guards/run-tests.ts [--e2e] [folder or file …]
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { TEST_FLOOR } from './floor.ts';
import { findFiles, SOURCE_FOLDERS } from './source-files.ts';
import { closingLine, inspectTestFile, judge, sum } from './test-report.ts';
import type { ProcessEnd, TestReport } from './test-report.ts';

interface Kind {
  readonly name: 'unit' | 'e2e';
  readonly suffix: string;
  readonly timeLimitMs: number;
  readonly parallel: number;
}

/** The limits end what hangs, and are far beyond what a busy machine makes of the longest file. */
const UNIT: Kind = {
  name: 'unit',
  suffix: '.test.ts',
  timeLimitMs: 240_000,
  parallel: availableParallelism(),
};

/** One at a time: they measure how long a real process takes. */
const E2E: Kind = { name: 'e2e', suffix: '.e2e.ts', timeLimitMs: 600_000, parallel: 1 };

const running = new Set<number>();

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { e2e: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const kind = values.e2e ? E2E : UNIT;
  const wanted = positionals.map((path) => path.replace(/^\.\/|\/$/g, ''));
  const files = findFiles(SOURCE_FOLDERS, kind.suffix).filter((file) => isWanted(file, wanted));
  const total = sum(await runAll(files, kind));
  const missing = wanted.length === 0 ? belowFloor(kind, total) : undefined;
  if (missing !== undefined) process.stdout.write(`\n${missing}\n`);
  const failed = total.failed + (missing === undefined ? 0 : 1);
  process.stdout.write(`\n${closingLine({ ...total, failed })}\n`);
  process.exitCode = failed === 0 && total.passed > 0 ? 0 : 1;
}

function isWanted(file: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`));
}

async function runAll(files: readonly string[], kind: Kind): Promise<TestReport[]> {
  const waiting = [...files];
  const reports: TestReport[] = [];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      reports.push(await runOne(file, kind));
  };
  await Promise.all(Array.from({ length: kind.parallel }, work));
  return reports;
}

async function runOne(file: string, kind: Kind): Promise<TestReport> {
  const startedAt = performance.now();
  const problem = inspectTestFile(readFileSync(file, 'utf8'));
  if (problem !== undefined) return tell(file, { passed: 0, failed: 1, skipped: 0, problem }, '');
  const end = await runProcess(file, kind.timeLimitMs);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  return tell(`${file}, ${seconds} s`, judge(end), end.output);
}

/** One line where all is well; everything that was printed where it is not. */
function tell(what: string, report: TestReport, output: string): TestReport {
  const isGood = report.failed === 0;
  process.stdout.write(`${isGood ? 'ok  ' : 'FAIL'} ${what}: ${closingLine(report)}\n`);
  if (!isGood) process.stdout.write(`${output}\n     ${report.problem ?? ''}\n`);
  return report;
}

/** In a process group of its own, so that what a test started cannot outlive it. */
function runProcess(file: string, timeLimitMs: number): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      detached: true,
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

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in this moment.
  }
}

function belowFloor(kind: Kind, total: TestReport): string | undefined {
  const floor = TEST_FLOOR[kind.name];
  const ran = total.passed + total.failed + total.skipped;
  return ran < floor ? `Only ${ran} ${kind.name} tests ran; there have been ${floor}.` : undefined;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    running.forEach(endGroup);
    process.exit(1);
  });

await main();
