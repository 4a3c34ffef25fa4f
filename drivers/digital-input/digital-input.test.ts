/** The debounced input on the simulated board's door contact. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Part, Sample } from '../../runtime/hal/driver.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { digitalInput } from './digital-input.ts';

const DOOR = 'gpio:GPIO24';
const test = suite('digital-input');

function openDoor({ board, clock }: SimRig, options: object = {}): Promise<Part> {
  return digitalInput.open({ ...ALONE, board, clock, name: 'door' }, { pin: 'GPIO24', ...options });
}

test('keeps the old level until the new one has stood still for the debounce time', () =>
  withSimBoard(async (rig) => {
    const part = await openDoor(rig, { debounce: '50ms' });
    rig.board.faults.set(DOOR, 'active', true);
    await rig.clock.advance(49);
    assert.equal(await part.read(), { active: false });
    await rig.clock.advance(1);
    assert.equal(await part.read(), { active: true });
  }));

test('tells one change for a contact that bounces', () =>
  withSimBoard(async (rig) => {
    const part = await openDoor(rig);
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    rig.board.faults.inject(DOOR, 'active', 'bounce');
    rig.board.faults.set(DOOR, 'active', true);
    await rig.clock.advance(100);
    rig.board.faults.set(DOOR, 'active', false);
    await rig.clock.advance(100);
    assert.equal(heard, [{ active: true }, { active: false }]);
  }));

test('starts to wait anew at every edge of a bounce that is longer than the debounce time', () =>
  withSimBoard(async (rig) => {
    const part = await openDoor(rig, { debounce: '3ms' });
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    rig.board.faults.inject(DOOR, 'active', 'bounce');
    rig.board.faults.set(DOOR, 'active', true);
    await rig.clock.advance(8);
    assert.equal(heard, []);
    await rig.clock.advance(1);
    assert.equal(heard, [{ active: true }]);
  }));

test('tells nothing any more when it was closed while waiting', () =>
  withSimBoard(async (rig) => {
    const part = await openDoor(rig);
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    rig.board.faults.set(DOOR, 'active', true);
    await part.close();
    await rig.clock.advance(100);
    assert.equal(heard, []);
  }));

test('tells nothing when the level came back within the debounce time', () =>
  withSimBoard(async (rig) => {
    const part = await openDoor(rig);
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    rig.board.faults.set(DOOR, 'active', true);
    await rig.clock.advance(10);
    rig.board.faults.set(DOOR, 'active', false);
    await rig.clock.advance(100);
    assert.equal(heard, []);
  }));

test('reads a low line as active where that is configured', () =>
  withSimBoard(async (rig) => {
    const part = await openDoor(rig, { activeLow: true });
    assert.equal(await part.read(), { active: true });
  }));

test('tells nothing any more to a listener that has left', () =>
  withSimBoard(async (rig) => {
    const part = await openDoor(rig);
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample))();
    rig.board.faults.set(DOOR, 'active', true);
    await rig.clock.advance(100);
    assert.equal(heard, []);
    assert.equal(await part.read(), { active: true });
  }));

test.run();
