/**
 * Runs what needs a kernel on virtual boards: QEMU with Debian's kernel and its simulators of
 * hardware. What this machine lacks for it is said, and counted as skipped; nothing passes in silence.
 *
 *   node --import tsx test/hil/hil.ts [--nightly] [x64|arm64 …]
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TEST_FLOOR } from '../guards/floor.ts';
import { findFiles } from '../guards/source-files.ts';
import { endTestsWithThisProcess, runTestProcess } from '../guards/test-process.ts';
import { closingLine, inspectTestFile, judge, sum, tell } from '../guards/test-report.ts';
import type { TestReport } from '../guards/test-report.ts';
import { baseImage } from './rig/base-image.ts';
import { joinImages } from './rig/cpio.ts';
import { CACHE } from './rig/debian.ts';
import { kernelFor } from './rig/kernel.ts';
import { MACHINES, NIGHTLY_MACHINES, type Machine } from './rig/machine.ts';
import { Missing } from './rig/missing.ts';
import { guestPrograms, makePayload, type GuestProgram } from './rig/payload.ts';
import { toEnvironment, type Rig } from './rig/rig.ts';
import { requireTools } from './rig/tools.ts';
import { VirtualBoard } from './rig/virtual-board.ts';

/** They end what hangs. */
const HOST_LIMIT_MS = 400_000;
const GUEST_LIMIT_S = 110;

const startedAt = performance.now();

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { nightly: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const offered = values.nightly ? NIGHTLY_MACHINES : MACHINES;
  const machines = offered.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  // Side by side: what runs on one board seldom keeps more than one processor busy.
  const reports = await Promise.all(
    machines.map(async (machine) => testMachine(machine, await prepare(machine))),
  );
  const total = sum(reports);
  process.stdout.write(`\n${elapsed()} in all; load ${loadOfAMinute()}\n${closingLine(total)}\n`);
  process.exitCode = total.failed === 0 && reports.length > 0 ? 0 : 1;
}

async function prepare(machine: Machine): Promise<Rig | Missing> {
  try {
    requireTools(machine);
    const kernel = await kernelFor(machine);
    const image = join(CACHE, `${machine.id}.cpio`);
    joinImages([baseImage(machine, kernel), await makePayload(machine)], image);
    return { machine, kernel, image };
  } catch (error) {
    if (error instanceof Missing) return error;
    throw error;
  }
}

async function testMachine(machine: Machine, rig: Rig | Missing): Promise<TestReport> {
  if (rig instanceof Missing) return skip(machine, rig);
  process.stdout.write(`     ${machine.id}: ${rig.kernel}, after ${elapsed()}\n`);
  const inside = await testInside(rig);
  const report = sum([...inside, ...(machine.hasNetwork ? await testFromOutside(rig) : [])]);
  const ran = report.passed + report.failed + report.skipped;
  const floor = TEST_FLOOR[machine.tests === '.pi3.ts' ? 'pi3' : 'hil'];
  if (ran >= floor) return report;
  const problem = `only ${ran} tests ran on ${machine.id}; there have been ${floor}`;
  return tell(machine.id, { ...report, failed: report.failed + 1, problem }, '');
}

function skip({ id }: Machine, { message }: Missing): TestReport {
  process.stdout.write(`\n!! SKIPPED: nothing was tested on ${id}: ${message}\n`);
  return { passed: 0, failed: 0, skipped: 1 };
}

/** The tests of `guest/`, one after the other on one board. */
async function testInside(rig: Rig): Promise<readonly TestReport[]> {
  const board = await VirtualBoard.boot(rig);
  process.stdout.write(`     ${rig.machine.id}: ${board.about}\n`);
  const reports: TestReport[] = [];
  for (const { source, path } of guestPrograms().filter(({ source }) =>
    source.endsWith(rig.machine.tests),
  ))
    reports.push(await testOne(board, rig, { source, path }));
  await board.stop();
  return reports;
}

async function testOne(
  board: VirtualBoard,
  { machine }: Rig,
  { source, path }: GuestProgram,
): Promise<TestReport> {
  const problem = inspectTestFile(readFileSync(source, 'utf8'));
  if (problem !== undefined) return tell(source, { passed: 0, failed: 1, skipped: 0, problem }, '');
  const from = performance.now();
  const { output, status } = await board.run(`timeout ${String(GUEST_LIMIT_S)} node ${path}`);
  const report = judge({ output, exitCode: status === TIMED_OUT ? null : status });
  showTables(output);
  return tell(`${machine.id} ${source}, ${elapsed(from)}`, report, output);
}

/** The status that `timeout` of busybox ends with. */
const TIMED_OUT = 143;

/** What a test measured, and nobody asserts. */
function showTables(output: string): void {
  for (const [line] of output.matchAll(/^ {3}\|.*$/gm)) process.stdout.write(`${line}\n`);
}

/** The tests of `host/`: each has a board of its own. */
async function testFromOutside(rig: Rig): Promise<readonly TestReport[]> {
  const reports: TestReport[] = [];
  for (const file of findFiles(['test/hil/host'], '.hil.ts')) {
    const from = performance.now();
    const end = await runTestProcess(file, HOST_LIMIT_MS, toEnvironment(rig));
    reports.push(tell(`${rig.machine.id} ${file}, ${elapsed(from)}`, judge(end), end.output));
  }
  return reports;
}

function elapsed(from = startedAt): string {
  return `${((performance.now() - from) / 1_000).toFixed(1)} s`;
}

/** Above the number of processors, others were at work here too, and the time is not ours alone. */
function loadOfAMinute(): string {
  const [minute = Number.NaN] = loadavg();
  return `${minute.toFixed(1)} on ${String(availableParallelism())} processors`;
}

endTestsWithThisProcess();
await main();
