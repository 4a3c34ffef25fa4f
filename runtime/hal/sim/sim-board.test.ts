/** The simulated board as a whole: its header, its buses, and what outlives its process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../core/app-error.ts';
import { silentLog } from '../../core/log.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { readSimBoardFile, withSimBoard } from '../../../test/sim-rig.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { SimBoard } from './sim-board.ts';

const test = suite('simulated board');

/** Switches the pump on through a board of its own, says so, and waits to be killed. */
const PUMP_ON = `
  import { SimBoard } from './runtime/hal/sim/sim-board.ts';
  import { systemClock } from './runtime/core/clock.ts';
  import { silentLog } from './runtime/core/log.ts';
  import { readSimBoardFile } from './test/sim-rig.ts';
  const file = await readSimBoardFile();
  const directory = process.argv[1];
  const board = new SimBoard({ file, directory, clock: systemClock, random: Math.random, log: silentLog });
  await board.start();
  board.gpio.open('GPIO17', { direction: 'out', consumer: 'pump' }).write(true);
  process.stdout.write('on');
  setInterval(() => undefined, 1_000);
`;

async function killWhilePumping(directory: string): Promise<void> {
  const child = spawn(process.execPath, [
    ...['--import', 'tsx', '--input-type=module', '--eval', PUMP_ON, directory],
  ]);
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  child.kill('SIGKILL');
  await ended;
}

test('keeps its output registers when its process is killed, and the pump runs on', () =>
  inTempDirectory(async (directory) => {
    await killWhilePumping(directory);
    const file = await readSimBoardFile();
    const clock = new FakeClock();
    const board = new SimBoard({ file, directory, clock, random: () => 0.5, log: silentLog });
    assert.is(readFileSync(board.gpio.register('GPIO17', true).path, 'latin1'), '1');
    await board.start();
    await clock.advance(1_000);
    const flow = board.faults.describe().find(({ signal }) => signal === 'flow-meter');
    assert.ok(Number(flow?.value) > 3);
    await board.stop();
  }));

test('has the header that is printed on a Raspberry Pi, with what is reserved', () =>
  withSimBoard(({ board }) => {
    assert.is(board.header.length, 40);
    assert.equal(board.header[10], { pin: 11, label: 'GPIO17', line: 'GPIO17' });
    assert.is(board.header[26]?.reserved, 'HAT EEPROM');
    return Promise.resolve();
  }));

test('has the buses of its file and no others', () =>
  withSimBoard(({ board }) => {
    assert.is(board.i2c('i2c1').id, 'i2c1');
    assert.throws(
      () => board.i2c('i2c9'),
      (error: unknown) => errorCode(error) === 'HAL_NO_SUCH_BUS',
    );
    return Promise.resolve();
  }));

test('lists the thermometer on its 1-wire bus, and no longer when it is disconnected', () =>
  withSimBoard(async ({ board }) => {
    const devices = (): Promise<readonly string[]> => board.sysfs.list('bus/w1/devices');
    assert.equal(await devices(), ['28-000005e2fdc3']);
    board.faults.inject('onewire:28-000005e2fdc3', undefined, 'disconnect');
    assert.equal(await devices(), []);
    const path = 'bus/w1/devices/28-000005e2fdc3/w1_slave';
    assert.is(await board.sysfs.read(path).catch(errorCode), 'HAL_NO_SUCH_FILE');
  }));

test('leaves no timer behind when it stops, and can be stopped twice', () =>
  withSimBoard(async ({ board, clock }) => {
    board.gpio.open('GPIO17', { direction: 'out', consumer: 'pump', initial: true });
    board.faults.inject('gpio:GPIO24', 'active', 'bounce');
    await clock.advance(1_000);
    board.faults.set('gpio:GPIO24', 'active', true);
    await board.stop();
    await board.stop();
    assert.is(clock.pending, 0);
  }));

test.run();
