/**
 * Runs every test file in a process of its own, under a time limit, and closes with the one line
 * `N passed, N failed`. `floor.ts` holds how many tests there are at least: tests that quietly
 * went missing are a failure too.
 *
 *   node --import tsx test/guards/run-tests.ts [--e2e] [folder or file …]
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { TEST_FLOOR } from './floor.ts';
import { findFiles, SOURCE_FOLDERS } from './source-files.ts';
import { endTestsWithThisProcess, runTestProcess } from './test-process.ts';
import { closingLine, inspectTestFile, judge, sum, tell } from './test-report.ts';
import type { TestReport } from './test-report.ts';

interface Kind {
  readonly name: 'unit' | 'e2e';
  readonly suffix: string;
  readonly timeLimitMs: number;
  readonly parallel: number;
  /** Files that mostly wait for time to pass: one of them runs beside the others. */
  readonly patient: readonly string[];
}

/** The limits end what hangs, and are far beyond what a busy machine makes of the longest file. */
const UNIT: Kind = {
  name: 'unit',
  suffix: '.test.ts',
  timeLimitMs: 240_000,
  parallel: availableParallelism(),
  patient: [
    'test/telegram.test.ts',
    'test/slack.test.ts',
    'test/discord.test.ts',
    'test/matrix.test.ts',
    'test/mattermost.test.ts',
    'test/wecom.test.ts',
    'test/line.channel.test.ts',
    'test/feishu.channel.test.ts',
    'test/teams.channel.test.ts',
    'test/twilio.channel.test.ts',
    'test/rocketchat.channel.test.ts',
    'test/zulip.channel.test.ts',
    'test/silent-servers.test.ts',
    'test/channel-core.test.ts',
  ],
};

/** One at a time: they measure how long a real process takes. */
const E2E: Kind = {
  name: 'e2e',
  suffix: '.e2e.ts',
  timeLimitMs: 600_000,
  parallel: 1,
  patient: [
    'test/e2e/published-workflow.e2e.ts',
    'test/e2e/workflow-kill.e2e.ts',
    'test/e2e/clock-jump.e2e.ts',
    'test/e2e/queue-kill.e2e.ts',
    'test/e2e/two-gateways.e2e.ts',
    'test/e2e/channel-kill.e2e.ts',
    'test/e2e/three-messengers.e2e.ts',
    'test/e2e/xmpp.e2e.ts',
    'test/e2e/irc.e2e.ts',
    'test/e2e/mqtt.e2e.ts',
    'test/e2e/email.e2e.ts',
    'test/e2e/mqtt.e2e.ts',
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
  const work = async (waiting: string[]): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      reports.push(await runOne(file, kind));
  };
  const isPatient = (file: string): boolean => kind.patient.includes(file);
  const busy = files.filter((file) => !isPatient(file));
  const lanes = Array.from({ length: kind.parallel }, () => work(busy));
  await Promise.all([...lanes, work(files.filter(isPatient))]);
  return reports;
}

async function runOne(file: string, kind: Kind): Promise<TestReport> {
  const startedAt = performance.now();
  const problem = inspectTestFile(readFileSync(file, 'utf8'));
  if (problem !== undefined) return tell(file, { passed: 0, failed: 1, skipped: 0, problem }, '');
  const end = await runTestProcess(file, kind.timeLimitMs);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  return tell(`${file}, ${seconds} s`, judge(end), end.output);
}

function belowFloor(kind: Kind, total: TestReport): string | undefined {
  const floor = TEST_FLOOR[kind.name];
  const ran = total.passed + total.failed + total.skipped;
  return ran < floor ? `Only ${ran} ${kind.name} tests ran; there have been ${floor}.` : undefined;
}

endTestsWithThisProcess();
await main();
