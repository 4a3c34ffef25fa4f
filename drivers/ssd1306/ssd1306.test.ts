/** SSD1306: what stands in its memory, and when. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Part } from '../../runtime/hal/driver.ts';
import { plugChip, type PluggedPart } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { Ssd1306Chip } from './ssd1306.fixture.ts';
import { dotsOf, ssd1306 } from './ssd1306.ts';

interface Bench {
  readonly chip: Ssd1306Chip;
  readonly part: Part;
  readonly plugged: PluggedPart;
}

const test = suite('ssd1306');

function withDisplay(
  use: (bench: Bench) => Promise<void>,
  { notices, ...options }: { notices?: () => readonly string[]; height?: number } = {},
): Promise<void> {
  return withSimBoard(async (rig) => {
    const chip = new Ssd1306Chip();
    const plugged = plugChip(rig, 0x3c, chip);
    const environment = { ...ALONE, ...rig, name: 'display', ...(notices && { notices }) };
    const part = await ssd1306.open(environment, { bus: 'i2c1', title: 'Hi', ...options });
    await use({ chip, part, plugged });
  });
}

test('shows letters of five by seven dots, six columns apart', () =>
  withDisplay(async ({ chip, part }) => {
    await part.write?.('on', true);
    assert.equal(chip.rows(0, 11), [
      '#...#..###.',
      '#...#...#..',
      '#...#...#..',
      '#####...#..',
      '#...#...#..',
      '#...#...#..',
      '#...#..###.',
      '...........',
    ]);
  }));

test('shows what the node says under the title, and the new as soon as it says it', () => {
  let said = ['claim k7pm-4x2q'];
  return withDisplay(
    async ({ chip, part }) => {
      await part.write?.('on', true);
      assert.equal(chip.memory, dotsOf(['Hi', 'claim k7pm-4x2q'], 8));
      said = [];
      assert.equal(await part.read(), { on: true });
      assert.equal(chip.memory, dotsOf(['Hi'], 8));
    },
    { notices: () => said },
  );
});

test('does not draw again what stands there', () =>
  withDisplay(async ({ part, plugged }) => {
    await part.write?.('on', true);
    const before = plugged.transfers;
    await part.read();
    assert.is(plugged.transfers - before, 1);
  }));

test('stays dark until its memory is filled, and has its charge pump on by then', () =>
  withDisplay(async ({ chip, part }) => {
    await part.write?.('on', true);
    const order = chip.commands.map(([command]) => command);
    assert.ok(order.indexOf(0xae) < order.indexOf(0x8d));
    assert.ok(order.indexOf(0x8d) < order.indexOf(0x22));
    assert.is(order.at(-1), 0xaf);
  }));

test('says that it is off after the supply was lost, and draws nothing then', () =>
  withDisplay(async ({ chip, part, plugged }) => {
    await part.write?.('on', true);
    chip.isOn = false;
    const before = plugged.transfers;
    assert.equal(await part.read(), { on: false });
    assert.is(plugged.transfers - before, 1);
  }));

test('cuts what does not fit, on 32 rows after four lines', () =>
  withDisplay(
    async ({ chip, part }) => {
      await part.write?.('on', true);
      assert.equal(
        chip.commands.find(([command]) => command === 0xa8),
        [0xa8, 31],
      );
      assert.ok(chip.memory.subarray(4 * 128).every((byte) => byte === 0x55));
    },
    { height: 32, notices: () => ['1', '2', '3', '4', '5', 'x'.repeat(40)] },
  ));

test('draws a box for what it has no letter for', () => {
  assert.equal([...dotsOf(['水'], 1).subarray(0, 5)], [0x7f, 0x41, 0x41, 0x41, 0x7f]);
});

test.run();
