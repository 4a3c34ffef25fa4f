/** MCP3008: the bits of figure 6-1, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { plugMcp3008 } from './mcp3008.fixture.ts';
import { mcp3008, requestFor } from './mcp3008.ts';

const test = suite('mcp3008');

test('asks as figure 6-1 does: a start bit, single-ended, the input', () => {
  assert.equal(requestFor(0), Uint8Array.of(0b1, 0b1000_0000, 0));
  assert.equal(requestFor(5), Uint8Array.of(0b1, 0b1101_0000, 0));
});

test('reads code × VREF / 1024, as equation 4-2 does, of each input its own', () =>
  withSimBoard(async (rig) => {
    plugMcp3008(rig, [0, 512, 1_023, 1]);
    const options = { device: 'spi0-0', reference: 5 };
    const part = await mcp3008.open({ ...ALONE, ...rig, name: 'adc' }, options);
    const { ch0, ch1, ch2, ch3 } = await part.read();
    assert.equal([ch0, ch1, ch2, ch3], [0, 2.5, (1_023 * 5) / 1_024, 5 / 1_024]);
  }));

test('has no value when nobody drives the line', () =>
  withSimBoard(async (rig) => {
    const plugged = plugMcp3008(rig, [0, 512]);
    plugged.unplug();
    const part = await mcp3008.open({ ...ALONE, ...rig, name: 'adc' }, { device: 'spi0-0' });
    assert.is(await part.read().catch(errorCode), 'DRIVER_BAD_ANSWER');
  }));

test.run();
