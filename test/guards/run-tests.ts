/**
 * Runs every test file under a time limit, some of a room together in one process, and closes with the one line
 * `N passed, N failed`. `floor.ts` holds how many tests there are at least: tests that quietly
 * went missing are a failure too.
 *
 *   node --import tsx test/guards/run-tests.ts [--e2e] [folder or file …]
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { batchesOf, type Batch } from './batches.ts';
import { isCovered } from './covered-rooms.ts';
import { TEST_FLOOR } from './floor.ts';
import { findFiles, SOURCE_FOLDERS } from './source-files.ts';
import { endTestsWithThisProcess, runTestProcess } from './test-process.ts';
import { closingLine, inspectTestFile, judge, ofBatch, sum, tell } from './test-report.ts';
import type { TestReport } from './test-report.ts';

interface Kind {
  readonly name: 'unit' | 'e2e';
  readonly suffix: string;
  readonly timeLimitMs: number;
  readonly parallel: number;
  /** Files that mostly wait for time to pass, or for each other: one of them runs beside the others. */
  readonly patient: readonly RegExp[];
}

const BATCH = join(import.meta.dirname, 'test-batch.ts');

/** The limits end what hangs, and are far beyond what a busy machine makes of the longest file. */
const UNIT: Kind = {
  name: 'unit',
  suffix: '.test.ts',
  timeLimitMs: 240_000,
  // One more than there are processors: each waits now and then, for a disk or for a process.
  parallel: availableParallelism() + 1,
  // Messengers wait for platforms that are slow, deaf or away.
  patient: [/\.channel\.test\.ts$/],
};

const E2E: Kind = {
  name: 'e2e',
  suffix: '.e2e.ts',
  timeLimitMs: 400_000,
  // They look at how long a real process takes.
  parallel: 1,
  patient: [
    /\/(published-workflow|workflow-kill|clock-jump|queue-kill|two-gateways|channel-kill)\.e2e\.ts$/,
    /\/(three-messengers|certificates|xmpp|irc|mqtt|email)\.e2e\.ts$/,
  ],
};

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
  const reports: TestReport[] = [];
  const work = async (waiting: Batch[]): Promise<void> => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift())
      reports.push(...(await runBatch(batch, kind)));
  };
  const isPatient = (file: string): boolean => kind.patient.some((name) => name.test(file));
  const sound = files.filter((file) => isSound(file, reports));
  const busy = batchesOf(sound.filter((file) => !isPatient(file)));
  const lanes = Array.from({ length: kind.parallel }, () => work(busy));
  await Promise.all([...lanes, work(batchesOf(sound.filter(isPatient)))]);
  return reports;
}

function isSound(file: string, reports: TestReport[]): boolean {
  const problem = inspectTestFile(readFileSync(file, 'utf8'));
  if (problem === undefined) return true;
  reports.push(tell(file, { passed: 0, failed: 1, skipped: 0, problem }, ''));
  return false;
}

async function runBatch(files: Batch, kind: Kind): Promise<readonly TestReport[]> {
  const startedAt = performance.now();
  const limit = files.length * kind.timeLimitMs;
  // One by itself needs nobody to tell its sums apart; some of these start themselves anew, on hosts of their own.
  const script = files.length === 1 ? files : [BATCH, ...files];
  const end = await runTestProcess(script, limit, environmentOf(files));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  return [...ofBatch(end, files)].map(([file, own]) => {
    const isLast = file === files.at(-1);
    return tell(isLast ? `${file}, ${seconds} s` : file, judge(own), own.output);
  });
}

/** To write down which lines ran costs a quarter more: it is done where somebody asks for it. */
function environmentOf(files: Batch): NodeJS.ProcessEnv {
  const { NODE_V8_COVERAGE: _coverage, ...plain } = process.env;
  return files.some(isCovered) ? process.env : plain;
}

function belowFloor(kind: Kind, total: TestReport): string | undefined {
  const floor = TEST_FLOOR[kind.name];
  const ran = total.passed + total.failed + total.skipped;
  return ran < floor ? `Only ${ran} ${kind.name} tests ran; there have been ${floor}.` : undefined;
}

endTestsWithThisProcess();
await main();
