/** Eastron meters: their registers, each where its document has it, in few requests. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Sample } from '../../runtime/hal/driver.ts';
import { blocksOf } from '../../runtime/hal/modbus-map.ts';
import { plugModbus } from '../../test/plugged-modbus.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { meterTables } from './eastron-sdm.fixture.ts';
import { eastronSdm } from './eastron-sdm.ts';
import { METERS, quantitiesOf, type Meter } from './sdm-map.ts';

const test = suite('eastron-sdm');

test('reads the voltage that the document prints, to the last bit', async () => {
  for (const meter of METERS) {
    const sample = await read(meter);
    assert.is(sample['voltage'] ?? sample['voltage-l1'], 230.20001, meter);
  }
});

test('reads the totals of three phases where the document has them', async () => {
  const sample = await read('sdm630');
  assert.equal(
    ['current', 'power', 'apparent-power', 'reactive-power', 'frequency'].map((n) => sample[n]),
    [0x30, 0x34, 0x38, 0x3c, 0x46],
  );
  assert.equal(
    ['import-energy', 'export-energy', 'total-energy'].map((name) => sample[name]),
    [0x48, 0x4a, 0x156],
  );
});

test('asks for at most 30 quantities at once, and for no address that is not listed', () => {
  for (const meter of METERS) {
    const listed = new Set(quantitiesOf(meter).flatMap(({ address }) => [address, address + 1]));
    for (const { address, count } of blocksOf(quantitiesOf(meter))) {
      assert.ok(count <= 60, `${meter} ${address}`);
      for (let word = address; word < address + count; word += 1)
        assert.ok(listed.has(word), `${meter} ${word}`);
    }
  }
});

test('wants to know on which line or at which host, and not both', () => {
  const options = { model: 'sdm120', unit: 1 };
  for (const way of [{}, { port: '/dev/ttyUSB0', host: '192.168.1.20' }]) {
    const { error } = eastronSdm.options.safeParse({ ...options, ...way });
    assert.match(error?.message ?? '', /either a port/);
  }
  assert.equal(eastronSdm.claims({ ...options, port: '/dev/ttyUSB0' }), ['modbus:/dev/ttyUSB0/1']);
  assert.equal(eastronSdm.claims({ ...options, host: '10.0.0.2' }), ['modbus:10.0.0.2:502/1']);
});

async function read(model: Meter): Promise<Sample> {
  let sample: Sample = {};
  await withSimBoard(async (rig) => {
    plugModbus(rig, meterTables(model));
    const { board, clock } = rig;
    const options = { model, port: '/dev/ttyUSB0' };
    const part = await eastronSdm.open({ ...ALONE, board, clock, name: 'meter' }, options);
    sample = await rig.finish(part.read());
    await part.close();
  });
  return sample;
}

test.run();
