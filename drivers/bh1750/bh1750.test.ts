/** BH1750: the conversion with the example of its technical note, and the chip on its bus. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { bh1750, illuminanceLx } from './bh1750.ts';

const LUX = 'i2c1:0x23';
const test = suite('bh1750');

test('reads 8390h as 28067 lx, as page 10 of the technical note does', () => {
  assert.is(Math.round(illuminanceLx(Uint8Array.of(0x83, 0x90), 'lux')), 28_067);
});

test('reads darkness as 0 lx, and has no value when its counter is full', () => {
  assert.is(illuminanceLx(Uint8Array.of(0, 0), 'lux'), 0);
  assert.throws(
    () => illuminanceLx(Uint8Array.of(0xff, 0xff), 'lux'),
    (error: unknown) => errorCode(error) === 'DRIVER_BEYOND_RANGE',
  );
});

test('waits for the new measurement and never gives the old one', () =>
  withSimBoard(async ({ board, clock, finish }) => {
    const part = await bh1750.open({ ...ALONE, board, clock, name: 'lux' }, { bus: 'i2c1' });
    for (const daylight of [12_000, 90]) {
      board.faults.set(LUX, 'illuminance', daylight);
      const { illuminance } = await finish(part.read());
      assert.ok(Math.abs(Number(illuminance) - daylight) < 1, String(illuminance));
    }
  }));

test('refuses an address that the chip cannot have', () => {
  assert.not(bh1750.options.safeParse({ bus: 'i2c1', address: 0x24 }).success);
});

test.run();
