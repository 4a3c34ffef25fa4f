/** The BH1750's result register against its technical note. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { Bh1750Chip } from './bh1750-chip.ts';

const test = suite('bh1750 chip');

test('gives the old result until the measurement has ended', async () => {
  const clock = new FakeClock();
  const chip = new Bh1750Chip(() => 28_067, clock);
  chip.write(Uint8Array.of(0x20));
  await clock.advance(179);
  assert.equal(chip.read(2), Uint8Array.of(0, 0));
  await clock.advance(1);
  assert.equal(chip.read(2), Uint8Array.of(0x83, 0x90));
});

test('measures again and again in a continuous mode, and once in the other', async () => {
  const clock = new FakeClock();
  const world = { lx: 100 };
  const chip = new Bh1750Chip(() => world.lx, clock);
  for (const [opcode, expected] of [
    [0x20, 120],
    [0x10, 240],
  ] as const) {
    world.lx = 100;
    chip.write(Uint8Array.of(opcode));
    await clock.advance(180);
    chip.read(2);
    world.lx = 200;
    await clock.advance(180);
    assert.equal(chip.read(2), Uint8Array.of(0, expected));
  }
});

test('counts twice as much per lux in H-resolution mode 2', async () => {
  const clock = new FakeClock();
  const chip = new Bh1750Chip(() => 100, clock);
  chip.write(Uint8Array.of(0x21));
  await clock.advance(180);
  assert.equal(chip.read(2), Uint8Array.of(0, 240));
});

test('clears its result at a reset', async () => {
  const clock = new FakeClock();
  const chip = new Bh1750Chip(() => 100, clock);
  chip.write(Uint8Array.of(0x20));
  await clock.advance(180);
  chip.read(2);
  chip.write(Uint8Array.of(0x07));
  assert.equal(chip.read(2), Uint8Array.of(0, 0));
});

test.run();
