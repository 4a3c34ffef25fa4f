/** The LED in the kernel's tree: whose it is, and what a helper outside must write. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { plugLed } from './led.fixture.ts';
import { led } from './led.ts';

const test = suite('led');

test('takes the LED from the trigger of the kernel when it is first written, and not before', () =>
  withSimBoard(async (rig) => {
    plugLed(rig);
    const part = await led.open({ ...ALONE, ...rig, name: 'lamp' }, { led: 'ACT' });
    await part.read();
    assert.match(await rig.board.sysfs.read('class/leds/ACT/trigger'), /\[heartbeat\]/);
    await part.write?.('on', true);
    assert.match(await rig.board.sysfs.read('class/leds/ACT/trigger'), /\[none\]/);
  }));

test('names the register by which somebody else turns it off', () =>
  withSimBoard(async (rig) => {
    plugLed(rig);
    const part = await led.open({ ...ALONE, ...rig, name: 'lamp' }, { led: 'ACT' });
    await part.write?.('on', true);
    const path = rig.board.sysfs.resolve('class/leds/ACT/brightness');
    assert.is(readFileSync(path, 'latin1'), '255');
    assert.equal(part.registers?.('on', false), [{ kind: 'file', path, text: '0' }]);
  }));

test('refuses a name that leads elsewhere in the tree', () => {
  for (const name of ['..', '../gpio', ''])
    assert.not(led.options.safeParse({ led: name }).success, name);
});

test.run();
