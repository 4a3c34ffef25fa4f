/**
 * What every I2C bus owes its drivers. Run against the simulated bus, and against that of a kernel
 * where there is one with a chip on it whose registers hold what is written to them.
 */
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { I2cBus } from '../../runtime/hal/i2c.ts';
import { scanI2c } from '../../runtime/hal/i2c-scan.ts';

export interface I2cBench {
  readonly bus: I2cBus;
  /** A chip with registers that keep bytes, such as a memory. */
  readonly chip: number;
  /** Where no chip is. */
  readonly absent: number;
}

type Facts = Readonly<Record<string, (bench: I2cBench) => Promise<void>>>;

export function i2cContract(
  test: Test,
  withBench: (use: (bench: I2cBench) => Promise<void>) => Promise<void>,
): void {
  for (const [sentence, prove] of Object.entries(FACTS))
    test(sentence, () => withBench((bench) => prove(bench)));
}

const FACTS: Facts = {
  'reads from a register what was written to it': async ({ bus, chip }) => {
    for (const value of [0x00, 0x5a, 0xff]) {
      await bus.write(chip, Uint8Array.of(0x10, value));
      assert.equal([...(await bus.writeRead(chip, Uint8Array.of(0x10), 1))], [value]);
    }
  },

  'moves several bytes in their order': async ({ bus, chip }) => {
    await bus.write(chip, Uint8Array.of(0x20, 1, 2, 3));
    assert.equal([...(await bus.writeRead(chip, Uint8Array.of(0x20), 3))], [1, 2, 3]);
  },

  'says that nothing answers where nothing is, and goes on': async ({ bus, chip, absent }) => {
    assert.is(await codeOf(bus.write(absent, Uint8Array.of(0, 1))), 'HAL_NO_ACK');
    assert.is(await codeOf(bus.writeRead(absent, Uint8Array.of(0), 1)), 'HAL_NO_ACK');
    await bus.write(chip, Uint8Array.of(0x10, 7));
    assert.equal([...(await bus.writeRead(chip, Uint8Array.of(0x10), 1))], [7]);
  },

  'keeps transfers apart that are asked for at once': async ({ bus, chip }) => {
    const registers = [0x30, 0x31, 0x32, 0x33];
    await Promise.all(registers.map((each) => bus.write(chip, Uint8Array.of(each, each))));
    const held = await Promise.all(
      registers.map((each) => bus.writeRead(chip, Uint8Array.of(each), 1)),
    );
    assert.equal(
      held.map(([byte]) => byte),
      registers,
    );
  },

  'finds the chip in a scan, and nobody where nothing is': async ({ bus, chip, absent }) => {
    const addresses = (await scanI2c(bus)).map(({ address }) => address);
    assert.ok(addresses.includes(chip));
    assert.not(addresses.includes(absent));
  },

  'changes no register by a scan': async ({ bus, chip }) => {
    await bus.write(chip, Uint8Array.of(0x00, 0xa5));
    await scanI2c(bus);
    assert.equal([...(await bus.writeRead(chip, Uint8Array.of(0x00), 1))], [0xa5]);
  },
};

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'no error', errorCode);
}
