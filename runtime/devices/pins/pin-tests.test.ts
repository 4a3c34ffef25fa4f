/** Tests of lines on the simulated board, with the real journal and the real helper process. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Outcome } from '../../core/receipt.ts';
import type { PinTest } from '../../core/pin-test.ts';
import { HalError } from '../../hal/errors.ts';
import type { GpioBackend } from '../../hal/gpio.ts';
import type { BoardRig } from '../../../test/board-rig.ts';
import { withBoard } from '../../../test/board-rig.ts';
import { HELPER_SCRIPT } from '../../../test/board-site.ts';
import { withSimBoard } from '../../../test/sim-rig.ts';
import { standOf, tryPin } from './pin-trial.ts';

/** Nothing of the site hangs on it. */
const FREE = 'GPIO5';

test('drives a free line to and fro, reads every level back, and leaves it an input', () =>
  withBoard(async (rig) => {
    const trace = rig.trace(FREE);
    const found = foundOf(await order(rig, `wiggle ${FREE}`, 1_000));
    assert.equal(
      [found.ended, found.before.direction, found.after?.direction],
      ['done', 'in', 'in'],
    );
    assert.equal(
      found.levels.map(({ driven, read }) => [driven, read]),
      [true, false, true, false].map((level) => [level, level]),
    );
    assert.equal(trace.filter(({ level }) => level).length, 2);
    assert.is(rig.register(FREE), '-');
  }));

test('leaves an output that nobody holds at the level it had', () =>
  withBoard(async (rig) => {
    const { gpio } = rig.hardware;
    gpio.open(FREE, { direction: 'out', consumer: 'somebody', initial: true }).close();
    const found = foundOf(await order(rig, `wiggle ${FREE}`, 500));
    assert.equal(found.before, { direction: 'out', level: true });
    assert.equal(found.after, found.before);
    assert.is(rig.register(FREE), '1');
  }));

test('counts the edges of a line that it watches', () =>
  withBoard(async (rig) => {
    const pin = rig.hardware.gpio.pin(FREE);
    const ordered = rig.role.receive(seal(rig, `watch ${FREE}`, 3_000));
    await rig.pass(500);
    for (const level of [true, false, true]) {
      pin.drive(level);
      await rig.pass(100);
    }
    const found = foundOf(await rig.during(ordered));
    assert.equal([found.edges, found.lost, found.spanMs], [3, 0, 200]);
    assert.equal(found.after, { direction: 'in', level: true });
  }));

test('does not drive a line that somebody else drives', () =>
  withBoard(async (rig) => {
    const trace = rig.trace(FREE);
    const ordered = rig.role.receive(seal(rig, `wiggle ${FREE}`, 1_000));
    await rig.pass(50);
    rig.hardware.gpio.pin(FREE).drive(true);
    const outcome = await rig.during(ordered);
    assert.equal(codeOf(outcome), 'DEVICE_TEST_ENDED');
    assert.is(foundOf(outcome).ended, 'driven');
    assert.equal(trace, []);
  }));

for (const [line, reason] of Object.entries({
  GPIO17: /belongs to pump/,
  GPIO27: /belongs to flow/,
  GPIO0: /HAT EEPROM/,
  GPIO2: /SDA of i2c1/,
  'gpiochip9/3': /on no connector/,
}))
  test(`never touches ${line}`, () =>
    withBoard(async (rig) => {
      const outcome = await order(rig, `wiggle ${line}`, 500);
      assert.is(codeOf(outcome), 'DEVICE_NO_TEST');
      assert.match(outcome.status === 'done' ? '' : outcome.refusal.message, reason);
    }));

test('stops at once when it is told to, with the line put back', () =>
  withBoard(async (rig) => {
    const ordered = rig.role.receive(seal(rig, `wiggle ${FREE}`, 60_000));
    await rig.pass(600);
    assert.is(rig.register(FREE), '0');
    const stopped = await order(rig, 'stop');
    assert.is(stopped.status, 'done');
    const found = foundOf(await rig.during(ordered));
    assert.equal([found.ended, found.after?.direction], ['stopped', 'in']);
    assert.is(rig.register(FREE), '-');
    assert.is(codeOf(await order(rig, 'stop')), 'DEVICE_NOT_TESTING');
  }));

test('tests one line at a time', () =>
  withBoard(async (rig) => {
    const ordered = rig.role.receive(seal(rig, `wiggle ${FREE}`, 1_000));
    await rig.pass(300);
    assert.is(codeOf(await order(rig, 'wiggle GPIO6')), 'DEVICE_TESTING');
    assert.is((await rig.during(ordered)).status, 'done');
  }));

test('puts the line back when the node stops in between', () =>
  withBoard(async (rig) => {
    const ordered = rig.role.receive(seal(rig, `wiggle ${FREE}`, 60_000));
    await rig.pass(500);
    await rig.during(rig.role.stop());
    assert.is(foundOf(await rig.during(ordered)).ended, 'stopped');
    assert.is(rig.register(FREE), '-');
  }));

test('has the helper put the line back when the node dies in between, and not afterwards', () =>
  withBoard(async (rig) => {
    const plan = (): string => readFileSync(join(rig.directory, 'safe-state.plan'), 'utf8');
    const ordered = rig.role.receive(seal(rig, `wiggle ${FREE}`, 2_000));
    await rig.pass(300);
    assert.is(rig.register(FREE), '1');
    const report = join(rig.directory, 'test.report');
    spawnSync('/bin/sh', [HELPER_SCRIPT, report], { input: plan() });
    assert.is(rig.register(FREE), '-');
    await rig.during(ordered);
    assert.not.match(plan(), FREE);
  }));

test('writes into the journal who tested what, and what was found', () =>
  withBoard(async (rig) => {
    await order(rig, `wiggle ${FREE}`, 500);
    const entries = (await rig.entries()).filter(({ kind }) => kind === 'test');
    assert.equal(
      entries.map(({ actor, details }) => [actor, details['line'], details['status'] ?? 'begun']),
      [
        ['ann', FREE, 'begun'],
        ['ann', FREE, 'done'],
      ],
    );
  }));

test('says that a line is lost whose chip is pulled out in between', () =>
  withSimBoard(async ({ board, clock, finish }) => {
    const gpio = pulledAfter(board.gpio, 3);
    const signal = new AbortController().signal;
    const parts = { gpio, clock, line: FREE, kind: 'wiggle', forMs: 5_000, signal } as const;
    const found = await finish(tryPin(parts, standOf(board.gpio, FREE)));
    assert.equal([found.ended, found.levels.length, found.after], ['lost', 2, null]);
  }));

function seal(rig: BoardRig, value: string, forMs?: number): Uint8Array {
  return rig.seal('greenhouse.pin-test', value, forMs === undefined ? {} : { forMs });
}

function order(rig: BoardRig, value: string, forMs?: number): Promise<Outcome> {
  return rig.receive(seal(rig, value, forMs));
}

function foundOf(outcome: Outcome): PinTest {
  const found = outcome.status === 'refused' ? undefined : outcome.receipt?.pinTest;
  if (found === undefined) throw new Error(JSON.stringify(outcome));
  return found;
}

function codeOf(outcome: Outcome): string {
  return outcome.status === 'done' ? 'done' : outcome.refusal.code;
}

/** The chip of the lines goes with the write of that number, and does not come back. */
function pulledAfter(gpio: GpioBackend, writes: number): GpioBackend {
  let left = writes;
  const gone = (): HalError => new HalError('HAL_LINE_GONE', 'the chip of the line is gone');
  return {
    kind: gpio.kind,
    probe: () => gpio.probe(),
    register: (line, level) => gpio.register(line, level),
    release: (line) => gpio.release(line),
    directionOf: (line) => gpio.directionOf(line),
    open: (name, options) => {
      if (left <= 0) throw gone();
      const line = gpio.open(name, options);
      return {
        name,
        read: () => line.read(),
        onEdge: (listener) => line.onEdge(listener),
        close: () => {
          line.close();
        },
        write: (level) => {
          left -= 1;
          if (left <= 0) throw gone();
          line.write(level);
        },
      };
    },
  };
}

test.run();
