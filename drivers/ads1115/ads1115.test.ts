/** ADS1115: the config word and the codes with values from the data sheet, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { ads1115, configFor, volts } from './ads1115.ts';

const TANK = 'i2c1:0x48';
const test = suite('ads1115');

function open({ board, clock }: SimRig, options: object = {}): Promise<Part> {
  return ads1115.open({ ...ALONE, board, clock, name: 'tank' }, { bus: 'i2c1', ...options });
}

test('starts one conversion of AIN0 against ground with the word that TI documents', () => {
  // The reset value 8583h with MUX = 100b: SBAS444E, Config register.
  assert.is(configFor(0, 2.048), 0xc583);
});

test('selects input and range by their fields alone', () => {
  assert.is(configFor(3, 4.096), 0xf383);
  assert.is(configFor(1, 6.144), 0xd183);
});

test('reads 7FFFh as just below full scale, 8000h as minus full scale', () => {
  assert.is(volts(0x7fff, 4.096), 4.096 - 0.000125);
  assert.is(volts(0x8000, 4.096), -4.096);
  assert.is(volts(0x0001, 4.096), 0.000125);
  assert.is(volts(0xffff, 4.096), -0.000125);
});

test('reads a 4–20 mA loop over 165 ohm: 0.66 V empty, 3.3 V full', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig);
    for (const [level, expected] of [
      [0, 0.66],
      [100, 3.3],
    ] as const) {
      rig.board.faults.set(TANK, 'ain0', level);
      const { ain0, ain1 } = await rig.finish(part.read());
      assert.ok(Math.abs(Number(ain0) - expected) < 0.000_125, String(ain0));
      assert.is(ain1, 0);
    }
  }));

test('has no value of an input beyond the range that was chosen, and goes on with the others', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { range: 1.024 });
    rig.board.faults.set(TANK, 'ain0', 100);
    assert.equal(await rig.finish(part.read()), { ain1: 0, ain2: 0, ain3: 0 });
    assert.is(errorCode(part.trouble?.('ain0')), 'DRIVER_BEYOND_RANGE');
    rig.board.faults.set(TANK, 'ain0', 0);
    assert.ok('ain0' in (await rig.finish(part.read())));
    assert.is(part.trouble?.('ain0'), undefined);
  }));

test('refuses the conversion of a chip that forgot its configuration', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig);
    const reading = part.read().catch(errorCode);
    await rig.clock.advance(5);
    await rig.board.i2c('i2c1').write(0x48, Uint8Array.of(0b01, 0x85, 0x83));
    assert.is(await rig.finish(reading), 'DRIVER_NOT_MEASURED');
  }));

test('refuses a range that the chip does not have', () => {
  assert.not(ads1115.options.safeParse({ bus: 'i2c1', range: 5 }).success);
});

test.run();
