/** What the helper outside is told, as its usage says. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { helperOrder } from './register-write.ts';

const PLACE = { kind: 'i2c', device: '/dev/i2c-1', address: 0x20 } as const;

test('sends bytes to a chip on I2C', () => {
  const order = helperOrder({ ...PLACE, bytes: Uint8Array.of(0x06, 0x00) });
  assert.is(order, 'i2c 0600 /dev/i2c-1 0x20\n');
});

test('changes only the bits of the mask where there is one', () => {
  const order = helperOrder({ ...PLACE, bytes: Uint8Array.of(0x14, 0x01), mask: 0x03 });
  assert.is(order, 'i2c 1401/03 /dev/i2c-1 0x20\n');
});

test.run();
