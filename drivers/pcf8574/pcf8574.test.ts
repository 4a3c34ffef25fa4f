/** PCF8574: its one byte, and what must not change with it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Part } from '../../runtime/hal/driver.ts';
import { plugChip } from '../../test/plugged-part.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { Pcf8574Chip } from './pcf8574.fixture.ts';
import { pcf8574 } from './pcf8574.ts';

const test = suite('pcf8574');

async function plug(
  rig: SimRig,
  options: object,
): Promise<{ readonly chip: Pcf8574Chip; readonly part: Part }> {
  const chip = new Pcf8574Chip();
  plugChip(rig, 0x20, chip);
  const part = await pcf8574.open(
    { ...ALONE, ...rig, name: 'relays' },
    { bus: 'i2c1', ...options },
  );
  return { chip, part };
}

test('drives one line and leaves the other outputs as they are', () =>
  withSimBoard(async (rig) => {
    const { chip, part } = await plug(rig, { outputs: ['p0', 'p1', 'p2'] });
    chip.latch = 0b1111_1010;
    await part.write?.('p2', true);
    assert.is(chip.latch, 0b1111_1110);
    await part.write?.('p1', false);
    assert.is(chip.latch, 0b1111_1100);
  }));

test('does not drive an output that something else pulled down for a while', () =>
  withSimBoard(async (rig) => {
    const { chip, part } = await plug(rig, { outputs: ['p0', 'p1'] });
    await part.write?.('p1', true);
    chip.pulledDown = 0b0000_0010;
    await part.write?.('p0', false);
    assert.is(chip.latch, 0b1111_1110);
  }));

test('switches nothing on again that a lost supply had let go of', () =>
  withSimBoard(async (rig) => {
    const { chip, part } = await plug(rig, { outputs: ['p0', 'p1'] });
    await part.write?.('p1', false);
    chip.latch = 0xff;
    await part.write?.('p0', false);
    assert.is(chip.latch, 0b1111_1110);
  }));

test('never drives an input, not even one that is pulled down', () =>
  withSimBoard(async (rig) => {
    const { chip, part } = await plug(rig, { outputs: ['p0'] });
    chip.pulledDown = 0b1000_0000;
    await part.write?.('p0', false);
    assert.is(chip.latch, 0b1111_1110);
    assert.is((await part.read())['p7'], false);
  }));

test('writes two lines at once without losing either', () =>
  withSimBoard(async (rig) => {
    const { chip, part } = await plug(rig, { outputs: ['p0', 'p1'] });
    await Promise.all([part.write?.('p0', false), part.write?.('p1', false)]);
    assert.is(chip.latch, 0b1111_1100);
  }));

test('turns an active-low relay on by pulling its line down', () =>
  withSimBoard(async (rig) => {
    const { chip, part } = await plug(rig, { outputs: ['p3'], activeLow: ['p3'] });
    await part.write?.('p3', true);
    assert.is(chip.latch, 0b1111_0111);
    assert.is((await part.read())['p3'], true);
  }));

test('names the bits that a helper may change: its own, and inputs to 1', () =>
  withSimBoard(async (rig) => {
    const { part } = await plug(rig, { outputs: ['p0', 'p1'] });
    assert.equal(part.registers?.('p1', false), [
      {
        ...{ kind: 'i2c', device: '/dev/i2c1', address: 0x20 },
        ...{ bytes: Uint8Array.of(0b1111_1100), mask: 0b1111_1110 },
      },
    ]);
  }));

test('refuses a line that the chip does not have, and one twice', () => {
  assert.not(pcf8574.options.safeParse({ bus: 'i2c1', outputs: ['p8'] }).success);
  assert.not(pcf8574.options.safeParse({ bus: 'i2c1', outputs: ['p1', 'p1'] }).success);
});

test.run();
