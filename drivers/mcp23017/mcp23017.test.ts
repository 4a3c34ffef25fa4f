/** MCP23017: its registers, in the order that keeps outputs quiet. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { plugChip } from '../../test/plugged-part.ts';
import type { RegisterChip } from '../../test/register-chip.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { mcp23017Chip } from './mcp23017.fixture.ts';
import { mcp23017 } from './mcp23017.ts';

const [IODIRA, IODIRB, GPPUA, GPPUB, OLATA, OLATB] = [0x00, 0x01, 0x0c, 0x0d, 0x14, 0x15] as const;
const test = suite('mcp23017');

function open(rig: SimRig, chip: RegisterChip, options: object): Promise<Part> {
  plugChip(rig, 0x20, chip);
  return mcp23017.open({ ...ALONE, ...rig, name: 'relays' }, { bus: 'i2c1', ...options });
}

test('makes a line an output with its first write, and leaves the other lines as they are', () =>
  withSimBoard(async (rig) => {
    const chip = mcp23017Chip();
    const part = await open(rig, chip, { outputs: ['a0', 'b7'] });
    assert.is(chip.byte(IODIRA), 0xff);
    await part.write?.('b7', true);
    assert.equal(
      [IODIRA, IODIRB, OLATA, OLATB].map((register) => chip.byte(register)),
      [0xff, 0x7f, 0x00, 0x80],
    );
  }));

test('has no reading of an output that nobody drives yet, or any more', () =>
  withSimBoard(async (rig) => {
    const chip = mcp23017Chip();
    const part = await open(rig, chip, { outputs: ['a0'] });
    assert.not('a0' in (await part.read()));
    await part.write?.('a0', true);
    assert.is((await part.read())['a0'], true);
    chip.powerUp();
    assert.not('a0' in (await part.read()));
  }));

test('turns pull-ups on with the first reading, and again after the supply was lost', () =>
  withSimBoard(async (rig) => {
    const chip = mcp23017Chip(() => ({ pulledDown: [0, 0b0000_0001] }));
    const part = await open(rig, chip, { pullUps: ['a7', 'b0', 'b1'] });
    const before = await part.read();
    assert.equal([before['a7'], before['b0'], before['b1']], [true, false, true]);
    assert.equal([chip.byte(GPPUA), chip.byte(GPPUB)], [0x80, 0x03]);
    chip.powerUp();
    assert.equal(await part.read(), before);
  }));

test('writes lines at once without losing one', () =>
  withSimBoard(async (rig) => {
    const chip = mcp23017Chip();
    const lines = ['a0', 'a1', 'a2', 'a3'];
    const part = await open(rig, chip, { outputs: lines });
    await Promise.all(lines.map(async (line) => part.write?.(line, true)));
    assert.equal([chip.byte(OLATA), chip.byte(IODIRA)], [0x0f, 0xf0]);
  }));

test('reads nothing of a chip whose registers stand elsewhere, or of a bus that is stuck', () =>
  withSimBoard(async (rig) => {
    for (const iocon of [0x80, 0x20, 0xff]) {
      const chip = mcp23017Chip();
      chip.set(0x0a, iocon);
      const part = await open(rig, chip, {});
      assert.is(await part.read().catch(errorCode), 'DRIVER_BAD_ANSWER');
    }
  }));

test('names the latch and the bit that a helper outside must change', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, mcp23017Chip(), { outputs: ['b3'], activeLow: ['b3'] });
    assert.equal(part.registers?.('b3', false), [
      {
        ...{ kind: 'i2c', device: '/dev/i2c1', address: 0x20 },
        ...{ bytes: Uint8Array.of(OLATB, 0x08), mask: 0x08 },
      },
    ]);
  }));

test.run();
