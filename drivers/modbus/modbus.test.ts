/** Modbus by a register map: what the map may say, and what comes of it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import { channelsOf } from '../../runtime/core/channel.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { plugModbus, type ModbusTables } from '../../test/plugged-modbus.ts';
import { ALONE, withSimBoard, type SimRig } from '../../test/sim-rig.ts';
import { modbus } from './modbus.ts';

const test = suite('modbus');

const OPTIONS = {
  port: '/dev/ttyUSB0',
  unit: 3,
  registers: {
    setpoint: { table: 'holding', address: 10, scale: 0.1, range: [0, 30], writable: true },
    run: { table: 'coil', address: 2, writable: true },
    temperature: { table: 'input', address: 0, type: 'int16', scale: 0.1, unit: 'Cel' },
  },
};

const tables = (): ModbusTables => ({
  holding: { 10: 215 },
  coil: { 2: 1 },
  input: { 0: 0xfff6 },
});

test('offers the channels that its map names', () => {
  assert.equal(channelsOf(modbus.channels, OPTIONS), [
    { name: 'setpoint', type: 'number', writable: true, range: [0, 30] },
    { name: 'run', type: 'boolean', writable: true },
    { name: 'temperature', type: 'number', writable: false, unit: 'Cel' },
  ]);
});

test('reads coils, signed words and scaled numbers as they were meant', () =>
  withUnit(tables(), async ({ part, rig }) => {
    assert.equal(await rig.finish(part.read()), { setpoint: 21.5, run: true, temperature: -1 });
  }));

test('reads 0.3 where 3 stands with a scale of 0.1', () =>
  withUnit({ ...tables(), holding: { 10: 3 } }, async ({ part, rig }) => {
    assert.is((await rig.finish(part.read()))['setpoint'], 0.3);
  }));

test('writes what the unit then holds', () => {
  const held = tables();
  return withUnit(held, async ({ part, rig }) => {
    await rig.finish(part.write?.('setpoint', 18.3) ?? Promise.reject(new Error('no write')));
    assert.is(held.holding?.[10], 183);
  });
});

test('says so when the unit keeps another value than it was sent', () => {
  const stubborn = new Proxy<Record<number, number>>({ 10: 215 }, { set: () => true });
  return withUnit({ ...tables(), holding: stubborn }, async ({ part, rig }) => {
    const writing = part.write?.('setpoint', 18) ?? Promise.resolve();
    assert.is(await rig.finish(writing.then(() => 'taken', errorCode)), 'DRIVER_NOT_TAKEN');
  });
});

for (const [what, register, reason] of [
  ['a scale of zero', { table: 'input', address: 0, scale: 0 }, /scale of 0/],
  ['an input that is written', { table: 'input', address: 0, writable: true }, /only coils/],
  ['a coil with a unit', { table: 'coil', address: 0, unit: 'V' }, /true or false/],
  ['a number without bounds', { table: 'holding', address: 0, writable: true }, /range/],
  ['an address as in 40001', { table: 'holding', address: 400_001 }, /65535/],
  ['a misspelled key', { table: 'holding', address: 1, typ: 'int16' }, /typ/],
] as const)
  test(`refuses ${what}, and says why`, () => {
    const { error } = modbus.options.safeParse({ ...OPTIONS, registers: { one: register } });
    assert.match(error?.message ?? 'accepted', reason);
  });

async function withUnit(
  held: ModbusTables,
  use: (bench: { part: Part; rig: SimRig }) => Promise<void>,
): Promise<void> {
  await withSimBoard(async (rig) => {
    plugModbus(rig, held);
    const { board, clock } = rig;
    const part = await modbus.open({ ...ALONE, board, clock, name: 'drive' }, OPTIONS);
    await use({ part, rig });
    await part.close();
  });
}

test.run();
