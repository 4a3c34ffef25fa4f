/** Places on a board, written and read back. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatClaim, parseClaim } from './claim.ts';

const test = suite('claim');

for (const text of [
  'gpio:GPIO17',
  'pwm:pwmchip0/1',
  'i2c1:0x05',
  'i2c1:0x48/ain0',
  'onewire:28-000005e2fdc3',
]) {
  test(`reads ${text} and writes the same`, () => {
    const claim = parseClaim(text);
    assert.ok(claim);
    assert.is(formatClaim(claim), text);
  });
}

test('takes an address as a number', () => {
  assert.equal(parseClaim('i2c1:0x44'), { kind: 'i2c', bus: 'i2c1', address: 0x44 });
});

for (const text of ['', 'GPIO17', 'gpio:', 'i2c1:44', 'pwm:pwmchip0', 'pwm:pwmchip0/one'])
  test(`finds no place in "${text}"`, () => {
    assert.is(parseClaim(text), undefined);
  });

test.run();
