/** Numbers in Modbus words: orders, ends, what has no room, and which are read together. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as fc from 'fast-check';
import { errorCode } from '../core/app-error.ts';
import { blocksOf, decode, encode, WORD_TYPES, type ModbusQuantity } from './modbus-map.ts';

const test = suite('modbus-map');
const at = (address: number, more: Partial<ModbusQuantity> = {}): ModbusQuantity => ({
  ...{ name: `r${address}`, table: 'holding', address },
  ...more,
});

test('reads the float of IEEE 754 that manuals print, in both orders', () => {
  const float = at(0, { type: 'float32' });
  assert.is(decode(float, [0x4366, 0x3333]), 230.2);
  assert.is(decode({ ...float, order: 'low-first' }, [0x3333, 0x4366]), 230.2);
});

test('reads two words as signed and unsigned', () => {
  assert.is(decode(at(0, { type: 'int32' }), [0xffff, 0xfffe]), -2);
  assert.is(decode(at(0, { type: 'uint32' }), [0xffff, 0xfffe]), 4_294_967_294);
});

test('has no value where a float is no number', () => {
  assert.is(decode(at(0, { type: 'float32' }), [0x7fc0, 0]), undefined);
});

test('reads back every number that it wrote', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WORD_TYPES),
      fc.constantFrom('high-first' as const, 'low-first' as const),
      fc.integer({ min: -32_768, max: 65_535 }),
      (type, order, value) => {
        const quantity = at(0, { type, order });
        if (type.startsWith('u') && value < 0) return;
        if (type === 'int16' && value > 32_767) return;
        assert.is(decode(quantity, encode(quantity, value, 'part')), value);
      },
    ),
  );
});

for (const [type, value] of [
  ['int16', 32_768],
  ['uint16', -1],
  ['uint32', 2 ** 32],
  ['float32', NaN],
] as const)
  test(`refuses ${value} where only ${type} has room`, () => {
    assert.throws(
      () => encode(at(0, { type }), value, 'part'),
      (error: unknown) => errorCode(error) === 'DRIVER_BAD_WRITE',
    );
  });

test('reads neighbours together, and nothing that nobody listed', () => {
  const listed = [at(4), at(0, { type: 'int32' }), at(2), at(3), at(3, { table: 'input' })];
  assert.equal(
    blocksOf(listed).map(({ table, address, count }) => [table, address, count]),
    [
      ['holding', 0, 5],
      ['input', 3, 1],
    ],
  );
});

test('asks for no more than 60 words at once', () => {
  const counts = blocksOf(Array.from({ length: 150 }, (_, address) => at(address))).map(
    ({ count }) => count,
  );
  assert.equal(counts, [60, 60, 30]);
});

test.run();
