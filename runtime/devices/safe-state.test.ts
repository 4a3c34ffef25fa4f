/** The helper that makes outputs safe from outside: the real script, in a real process. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HELPER_SCRIPT } from '../../test/board-site.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { until } from '../../test/until.ts';
import { systemClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { readHelperReport } from './helper-report.ts';
import { SafeState } from './safe-state.ts';

const test = suite('safe-state helper');

interface Bench {
  readonly helper: ChildProcess;
  readonly report: string;
  /** Makes a file that stands for a register which is on. */
  readonly register: (name: string) => string;
  /** What the runtime says to the helper before it is gone. */
  readonly say: (...lines: string[]) => void;
}

function withHelper(use: (bench: Bench) => Promise<void>): Promise<void> {
  return inTempDirectory(async (directory) => {
    const report = join(directory, 'report');
    const helper = spawn('/bin/sh', [HELPER_SCRIPT, report], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await use({
      helper,
      report,
      register: (name) => {
        const path = join(directory, name);
        writeFileSync(path, '1');
        return path;
      },
      say: (...lines) => {
        helper.stdin.end(lines.map((line) => `${line}\n`).join(''));
      },
    });
  });
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

test('writes all it was told when the input ends, and reports each write', () =>
  withHelper(async ({ helper, report, register, say }) => {
    mkdirSync(join(report, '../with spaces'));
    const pump = register('pump');
    const lamp = register('lamp');
    const dimmer = register('with spaces/duty cycle');
    say(`set 0 ${pump}`, `set 1 ${lamp}`, `set 250000 ${dimmer}`);
    await once(helper, 'exit');
    assert.equal([read(pump), read(lamp), read(dimmer)], ['0', '1', '250000']);
    const writes = await readHelperReport(report);
    assert.equal(writes.map(({ register }) => register).sort(), [dimmer, lamp, pump].sort());
    for (const { at, succeeded } of writes)
      assert.ok(succeeded && Math.abs(at - Date.now()) < 5_000);
  }));

test('writes nothing when it is told to stand down', () =>
  withHelper(async ({ helper, report, register, say }) => {
    const pump = register('pump');
    say(`set 0 ${pump}`, 'stand-down');
    await once(helper, 'exit');
    assert.is(read(pump), '1');
    assert.not(existsSync(report));
  }));

test('reports what it could not write, and writes the rest', () =>
  withHelper(async ({ helper, report, register, say }) => {
    const pump = register('pump');
    say('set 0 /proc/nowhere/value', `set 0 ${pump}`);
    await once(helper, 'exit');
    assert.is(read(pump), '0');
    const writes = await readHelperReport(report);
    const failed = writes.filter(({ succeeded }) => !succeeded).map(({ register }) => register);
    assert.equal([writes.length, failed], [2, ['/proc/nowhere/value']]);
  }));

test('lets a register that hangs keep none of the others waiting', () =>
  withHelper(async ({ helper, report, register, say }) => {
    const pump = register('pump');
    const pipe = join(report, '../pipe');
    spawnSync('mkfifo', [pipe]);
    say(`set 0 ${pipe}`, `set 0 ${pump}`);
    await until(() => read(pump) === '0');
    process.kill(-(helper.pid ?? 0), 'SIGKILL');
  }));

test('is not taken along by the signals that end a session', () =>
  withHelper(async ({ helper, register, say }) => {
    const pump = register('pump');
    helper.stdin?.write(`set 0 ${pump}\n`);
    await until(() => ignoresSignals(helper.pid ?? 0));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) helper.kill(signal);
    say();
    await once(helper, 'exit');
    assert.is(read(pump), '0');
  }));

/** The mask of ignored signals, proc(5): SIGHUP 1, SIGINT 2, SIGTERM 15. */
function ignoresSignals(pid: number): boolean {
  const [, mask = '0'] = /SigIgn:\s+([0-9a-f]+)/.exec(read(`/proc/${pid}/status`)) ?? [];
  return [1, 2, 15].every((signal) => (BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n);
}

/** Stands for `safe-write`, which needs a line: notes what it was asked for, reports it, and holds on when it is told to. A shell could not: it cannot hear a signal that was ignored when it began. */
async function fakeWriter(directory: string): Promise<string> {
  const path = join(directory, 'writer');
  const script = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const [report, hold, verb, value, device, place] = process.argv.slice(2);
process.on('SIGTERM', () => process.exit());
appendFileSync(${JSON.stringify(join(directory, 'asked'))}, [hold, verb, value, device, place].join(' ') + '\\n');
appendFileSync(report, '1000000000 ok ' + device + ' ' + place + '\\n');
if (hold === 'hold') setInterval(() => {}, 1_000);
`;
  await writeFile(path, script, { mode: 0o755 });
  return path;
}

test('has the writer do what a shell cannot, and holds only when it is told to', () =>
  inTempDirectory(async (directory) => {
    const report = join(directory, 'report');
    const plan = 'line 1 /dev/gpiochip0 17\ni2c 14ff /dev/i2c-1 0x20\n';
    spawnSync('/bin/sh', [HELPER_SCRIPT, report, await fakeWriter(directory)], { input: plan });
    assert.equal(read(join(directory, 'asked')).trim().split('\n').sort(), [
      'leave i2c 14ff /dev/i2c-1 0x20',
      'leave line 1 /dev/gpiochip0 17',
    ]);
    const writes = await readHelperReport(report);
    assert.equal(writes.map(({ register }) => register).sort(), [
      '/dev/gpiochip0 17',
      '/dev/i2c-1 0x20',
    ]);
  }));

test('reports a line as failed when there is no writer', () =>
  inTempDirectory(async (directory) => {
    const report = join(directory, 'report');
    const input = 'line 0 /dev/gpiochip0 17\n';
    spawnSync('/bin/sh', [HELPER_SCRIPT, report, join(directory, 'nowhere')], { input });
    const [write] = await readHelperReport(report);
    assert.equal([write?.succeeded, write?.register], [false, '/dev/gpiochip0 17']);
  }));

function withSafeState(
  use: (safeState: SafeState, clock: FakeClock, register: string) => Promise<void>,
): Promise<void> {
  return inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const register = join(directory, 'value');
    writeFileSync(register, '1');
    const safeState = new SafeState({
      script: HELPER_SCRIPT,
      report: join(directory, 'report'),
      clock,
      log: silentLog,
      plan: () => [{ kind: 'file', text: '0', path: register }],
      writer: '/nowhere/safe-write',
      planFile: join(directory, 'plan'),
    });
    await safeState.start();
    await use(safeState, clock, register);
    await alive(safeState.stop());
    assert.is(clock.pending, 0);
  });
}

/** The helper keeps no process alive, and a clock that stands still does not either. */
async function alive(work: Promise<void>): Promise<void> {
  const state = { isDone: false };
  const ended = work.finally(() => (state.isDone = true));
  await until(() => state.isDone);
  await ended;
}

function killHelper(safeState: SafeState): Promise<void> {
  process.kill(safeState.pid ?? 0, 'SIGKILL');
  return until(() => safeState.pid === undefined);
}

test('gets a successor when it dies, which knows the plan', () =>
  withSafeState(async (safeState, clock, register) => {
    await killHelper(safeState);
    await clock.advance(1_000);
    assert.ok(safeState.pid);
    await alive(safeState.handOver());
    assert.is(read(register), '0');
  }));

test('is not waited for when it is dead already', () =>
  withSafeState(async (safeState, clock) => {
    await killHelper(safeState);
    await alive(safeState.stop());
    await clock.advance(5_000);
    assert.is(safeState.pid, undefined, 'and no other is started');
  }));

test('holds lines until the next process takes over, and not a moment longer', () =>
  inTempDirectory(async (directory) => {
    const clock = systemClock;
    const parts = {
      ...{ script: HELPER_SCRIPT, writer: await fakeWriter(directory), clock, log: silentLog },
      ...{ report: join(directory, 'report'), planFile: join(directory, 'plan') },
      plan: () => [{ kind: 'line', chip: '/dev/gpiochip0', offset: 17, level: false } as const],
    };
    const [first, second] = [new SafeState(parts), new SafeState(parts)];
    await first.start();
    assert.is(read(parts.planFile), 'line 0 /dev/gpiochip0 17\n');
    const { pid = 0 } = first;
    const gone = first.handOver();
    await until(() => existsSync(parts.report));
    await gone;
    assert.ok(isAlive(pid), 'it holds on');
    await second.takeOver();
    assert.not(isAlive(pid));
  }));

test('keeps the plan for a service manager while the board runs, and not after it stopped', () =>
  withSafeState(async (safeState, _clock, register) => {
    const plan = join(register, '../plan');
    assert.is(read(plan), `set 0 ${register}\n`);
    await alive(safeState.stop());
    assert.not(existsSync(plan));
  }));

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(read(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

test('goes without a trace when the board stops in order', () =>
  withSafeState(async (safeState, _clock, register) => {
    await alive(safeState.stop());
    assert.is(read(register), '1');
  }));

test.run();
