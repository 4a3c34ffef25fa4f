/** The motion sensor on a line of the simulated board: presence outlives the movement. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Part, Sample } from '../../runtime/hal/driver.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { pir } from './pir.ts';

const test = suite('pir');

function open({ board, clock }: SimRig, options: object = {}): Promise<Part> {
  return pir.open({ ...ALONE, board, clock, name: 'hall' }, { pin: 'GPIO6', ...options });
}

function move({ board }: SimRig, isMoving: boolean): void {
  board.gpio.pin('GPIO6').drive(isMoving);
}

test('keeps presence for the hold time after the last movement, and not a moment longer', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { hold: '10s' });
    move(rig, true);
    move(rig, false);
    await rig.clock.advance(9_999);
    assert.equal(await part.read(), { presence: true, motion: false });
    await rig.clock.advance(1);
    assert.equal(await part.read(), { presence: false, motion: false });
  }));

test('begins the hold time anew with every movement', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { hold: '10s' });
    for (let time = 0; time < 5; time += 1) {
      move(rig, true);
      move(rig, false);
      await rig.clock.advance(9_000);
    }
    assert.is((await part.read())['presence'], true);
    await part.close();
  }));

test('does not end while the output stays active, however long', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { hold: '10s' });
    move(rig, true);
    await rig.clock.advance(60_000);
    assert.equal(await part.read(), { presence: true, motion: true });
  }));

test('tells movement, its end, and the end of presence', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { hold: '10s' });
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    move(rig, true);
    move(rig, false);
    await rig.clock.advance(10_000);
    assert.equal(heard, [
      { presence: true, motion: true },
      { presence: true, motion: false },
      { presence: false, motion: false },
    ]);
  }));

test('sees at once who moves already when it is opened', () =>
  withSimBoard(async (rig) => {
    move(rig, true);
    assert.equal(await (await open(rig)).read(), { presence: true, motion: true });
  }));

test.run();
