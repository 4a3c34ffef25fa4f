/** Scanning: how each address is asked, and the contract of a bus on the simulated one. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { i2cContract } from '../../test/contracts/i2c.contract.ts';
import { RegisterChip } from '../../test/register-chip.ts';
import { probeMethod, scanI2c } from './i2c-scan.ts';
import { SimI2cBus } from './sim/sim-i2c.ts';

const test = suite('i2c-scan');

i2cContract(test, async (use) => {
  const bus = new SimI2cBus('i2c1');
  bus.attach(0x50, new RegisterChip({ reset: {} }));
  await use({ bus, chip: 0x50, absent: 0x51 });
});

test('reads where memories are, and writes nothing to them', () => {
  for (const address of [0x30, 0x37, 0x50, 0x57, 0x5f])
    assert.is(probeMethod(address), 'read-byte', address.toString(16));
  for (const address of [0x08, 0x2f, 0x38, 0x4f, 0x60, 0x77])
    assert.is(probeMethod(address), 'empty-write', address.toString(16));
});

test('asks no reserved address', async () => {
  const asked: number[] = [];
  const bus = new SimI2cBus('i2c1');
  bus.probe = (address) => {
    asked.push(address);
    return Promise.resolve(undefined);
  };
  assert.equal(await scanI2c(bus), []);
  assert.equal([asked[0], asked.at(-1), asked.length], [0x08, 0x77, 0x70]);
});

test.run();
