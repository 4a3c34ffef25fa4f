/** The ADS1115's registers and timing against its data sheet. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { Ads1115Chip } from './ads1115-chip.ts';

const test = suite('ads1115 chip');
const CONVERSION = Uint8Array.of(0);
const CONFIG = Uint8Array.of(1);
/** AIN0 against ground, ±2.048 V, single shot, 128 SPS. */
const START = Uint8Array.of(1, 0xc5, 0x83);

function register(chip: Ads1115Chip, pointer: Uint8Array): number {
  chip.write(pointer);
  const [high = 0, low = 0] = chip.read(2);
  return (high << 8) | low;
}

test('powers up with config 8583h and conversion 0', () => {
  const chip = new Ads1115Chip({}, new FakeClock());
  assert.is(register(chip, CONFIG), 0x8583);
  assert.is(register(chip, CONVERSION), 0);
});

test('shows the old conversion, and OS as 0, while it converts', async () => {
  const clock = new FakeClock();
  const chip = new Ads1115Chip({ ain0: () => 1.024 }, clock);
  chip.write(START);
  await clock.advance(7);
  assert.is(register(chip, CONFIG), 0x4583);
  assert.is(register(chip, CONVERSION), 0);
  await clock.advance(1);
  assert.is(register(chip, CONFIG), 0xc583);
  assert.is(register(chip, CONVERSION), 0x4000);
});

test('clips at 7FFFh and 8000h', async () => {
  const clock = new FakeClock();
  const volts = { ain0: 5 };
  const chip = new Ads1115Chip({ ain0: () => volts.ain0 }, clock);
  for (const [input, code] of [
    [5, 0x7fff],
    [-5, 0x8000],
  ] as const) {
    volts.ain0 = input;
    chip.write(START);
    await clock.advance(8);
    assert.is(register(chip, CONVERSION), code);
  }
});

test('measures the difference of two inputs where MUX says so', async () => {
  const clock = new FakeClock();
  const chip = new Ads1115Chip({ ain0: () => 1, ain1: () => 0.5, ain3: () => 2.024 }, clock);
  const measure = async (mux: number): Promise<number> => {
    chip.write(Uint8Array.of(1, 0x85 | (mux << 4), 0x83));
    await clock.advance(8);
    return register(chip, CONVERSION);
  };
  assert.is(await measure(0), 0x1f40); // 0.5 V
  assert.is(await measure(1), 0xc000); // −1.024 V
});

test.run();
