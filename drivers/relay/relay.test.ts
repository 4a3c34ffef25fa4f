/** The relay on the simulated board: levels, and what a helper outside must write. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { relay } from './relay.ts';

const test = suite('relay');

test('pulls the line low to switch an active-low relay on', () =>
  withSimBoard(async ({ board, clock }) => {
    const options = { pin: 'GPIO17', activeLow: true };
    const part = await relay.open({ ...ALONE, board, clock, name: 'pump' }, options);
    const { path } = board.gpio.register('GPIO17', true);
    await part.write?.('on', true);
    assert.is(readFileSync(path, 'latin1'), '0');
    assert.equal(await part.read(), { on: true });
    assert.equal(part.registers?.('on', false), [{ kind: 'file', path, text: '1' }]);
  }));

test('stays as it was found when it is opened', () =>
  withSimBoard(async ({ board, clock }) => {
    const before = await relay.open({ ...ALONE, board, clock, name: 'pump' }, { pin: 'GPIO17' });
    await before.write?.('on', true);
    await before.close();
    const after = await relay.open({ ...ALONE, board, clock, name: 'pump' }, { pin: 'GPIO17' });
    assert.equal(await after.read(), { on: true });
  }));

test.run();
