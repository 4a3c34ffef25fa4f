/** The simulated bus: who answers, and who does not. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode, errorMessage } from '../../core/app-error.ts';
import { type I2cChip, SimI2cBus } from './sim-i2c.ts';

const test = suite('simulated I2C');

/** A memory of one byte that acknowledges reads only after it was written. */
function memory(): I2cChip {
  let byte: number | undefined;
  return {
    write: ([given]) => {
      byte = given;
      return given !== 0xff;
    },
    read: (length) => (byte === undefined ? undefined : new Uint8Array(length).fill(byte)),
  };
}

test('does not answer where no chip is, and names the address', async () => {
  const bus = new SimI2cBus('i2c1');
  const error: unknown = await bus.read(0x44, 2).catch((reason: unknown) => reason);
  assert.is(errorCode(error), 'HAL_NO_ACK');
  assert.is(errorMessage(error), 'nothing answers at 0x44 on i2c1');
});

test('does not answer when the chip refuses the byte or has nothing to give', async () => {
  const bus = new SimI2cBus('i2c1');
  bus.attach(0x50, memory());
  assert.is(await bus.read(0x50, 1).catch(errorCode), 'HAL_NO_ACK');
  assert.is(await bus.write(0x50, Uint8Array.of(0xff)).catch(errorCode), 'HAL_NO_ACK');
});

test('lets nothing come between the halves of a write and read', async () => {
  const bus = new SimI2cBus('i2c1');
  bus.attach(0x50, memory());
  const answers = await Promise.all([
    bus.writeRead(0x50, Uint8Array.of(1), 2),
    bus.writeRead(0x50, Uint8Array.of(2), 2),
  ]);
  assert.equal(answers, [Uint8Array.of(1, 1), Uint8Array.of(2, 2)]);
});

test('does not answer any more where a chip was taken away', async () => {
  const bus = new SimI2cBus('i2c1');
  bus.attach(0x50, memory());
  bus.detach(0x50);
  assert.is(await bus.write(0x50, Uint8Array.of(1)).catch(errorCode), 'HAL_NO_ACK');
});

test.run();
