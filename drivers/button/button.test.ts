/** The push button on a line of the simulated board: presses, long ones, and bouncing ones. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Part, Sample } from '../../runtime/hal/driver.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { button } from './button.ts';

const test = suite('button');

function open({ board, clock }: SimRig, options: object = {}): Promise<Part> {
  return button.open({ ...ALONE, board, clock, name: 'bell' }, { pin: 'GPIO5', ...options });
}

/** A button between the line and ground. */
async function push({ board, clock }: SimRig, forMs: number): Promise<void> {
  board.gpio.pin('GPIO5').drive(false);
  await clock.advance(forMs);
  board.gpio.pin('GPIO5').drive(undefined);
  await clock.advance(100);
}

test('is not pressed while nobody pulls the line to ground', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig);
    assert.equal(await part.read(), { pressed: false, held: false, presses: 0 });
  }));

test('counts each press once, however short', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig);
    await push(rig, 30);
    await push(rig, 30);
    assert.equal(await part.read(), { pressed: false, held: false, presses: 2 });
  }));

test('does not count what is shorter than the debounce time', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig);
    await push(rig, 19);
    assert.equal(await part.read(), { pressed: false, held: false, presses: 0 });
  }));

test('tells of the press, of the long press, and of the release', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { longPress: '2s' });
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    await push(rig, 2_021);
    assert.equal(heard, [
      { pressed: true, held: false, presses: 1 },
      { pressed: true, held: true, presses: 1 },
      { pressed: false, held: false, presses: 1 },
    ]);
  }));

test('holds no button that was let go just before', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { longPress: '2s' });
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    await push(rig, 1_990);
    await rig.clock.advance(5_000);
    assert.not(heard.some(({ held }) => held === true));
  }));

test('is held, but not counted, when it was down already at the start', () =>
  withSimBoard(async (rig) => {
    rig.board.gpio.pin('GPIO5').drive(false);
    const part = await open(rig);
    await rig.clock.advance(1_000);
    assert.equal(await part.read(), { pressed: true, held: true, presses: 0 });
    await part.close();
  }));

test('reads a button to 3.3 V where that is configured', () =>
  withSimBoard(async (rig) => {
    rig.board.gpio.pin('GPIO5').drive(true);
    const part = await open(rig, { activeLow: false, bias: 'pull-down' });
    assert.is((await part.read())['pressed'], true);
    await part.close();
  }));

test.run();
