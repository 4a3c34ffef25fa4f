import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Decoder, Encoder } from 'cbor-x';
import fc from 'fast-check';
import { decodeCbor, encodeCbor, type CborValue } from './cbor.ts';

/** RFC 8949, appendix A: the rows whose values exist here and whose encoding is the one we write. */
const APPENDIX_A: readonly (readonly [CborValue, string])[] = [
  [0, '00'],
  [1, '01'],
  [10, '0a'],
  [23, '17'],
  [24, '1818'],
  [25, '1819'],
  [100, '1864'],
  [1_000, '1903e8'],
  [1_000_000, '1a000f4240'],
  [1_000_000_000_000, '1b000000e8d4a51000'],
  [-1, '20'],
  [-10, '29'],
  [-100, '3863'],
  [-1_000, '3903e7'],
  [1.1, 'fb3ff199999999999a'],
  [1.0e300, 'fb7e37e43c8800759c'],
  [-4.1, 'fbc010666666666666'],
  [false, 'f4'],
  [true, 'f5'],
  [null, 'f6'],
  [new Uint8Array(), '40'],
  [Uint8Array.of(1, 2, 3, 4), '4401020304'],
  ['', '60'],
  ['a', '6161'],
  ['IETF', '6449455446'],
  ['"\\', '62225c'],
  ['ü', '62c3bc'],
  ['水', '63e6b0b4'],
  ['𐅑', '64f0908591'],
  [[], '80'],
  [[1, 2, 3], '83010203'],
  [[1, [2, 3], [4, 5]], '8301820203820405'],
  [
    Array.from({ length: 25 }, (_, index) => index + 1),
    '98190102030405060708090a0b0c0d0e0f101112131415161718181819',
  ],
  [{}, 'a0'],
  [{ a: 1, b: [2, 3] }, 'a26161016162820203'],
  [['a', { b: 'c' }], '826161a161626163'],
  [{ a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' }, 'a56161614161626142616361436164614461656145'],
];

/** Well formed CBOR that has no place here, or bytes that are none: what is wrong with each. */
const REFUSED: Readonly<Record<string, string>> = {
  'nothing at all': '',
  'an integer cut short': '19 03',
  'a text cut short': '64 49 45',
  'an array cut short': '83 01 02',
  'a map without its last value': 'a1 61 61',
  'a float cut short': 'fb 3f f1',
  'bytes behind the message': '01 01',
  'a tag (epoch time)': 'c1 1a 51 4b 67 b0',
  'a shared reference (tag 28)': 'd8 1c 80',
  'an indefinite array': '9f 01 ff',
  'an indefinite text': '7f 61 61 ff',
  'an indefinite map': 'bf 61 61 01 ff',
  undefined: 'f7',
  'a simple value': 'f0',
  'a lone break': 'ff',
  'a reserved length': '1c',
  'a map with a number for a key': 'a1 01 02',
  'the same key twice': 'a2 61 61 01 61 61 02',
  'keys in the wrong order': 'a2 61 62 01 61 61 02',
  'the name of the prototype for a key': 'a1 69 5f 5f 70 72 6f 74 6f 5f 5f a0',
  'a head that is longer than needed': '18 01',
  'an integer that no number can hold': '1b ff ff ff ff ff ff ff ff',
  'a float where an integer is shorter': 'fb 3f f0 00 00 00 00 00 00',
  'a 16-bit float': 'f9 3e 00',
  'not a number': 'fb 7f f8 00 00 00 00 00 00',
  infinity: 'fb 7f f0 00 00 00 00 00 00',
  'text that is not UTF-8': '61 ff',
  'an array of four thousand million items': '9a ff ff ff ff',
  'a text of four thousand million bytes': '7a ff ff ff ff',
};

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const code = (error: Error): boolean => 'code' in error && error.code === 'CORE_BAD_CBOR';

/** Every text but the one that is refused (see REFUSED). */
const key = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');

/** Everything a command or a journal entry can hold. */
const plainValue = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(key, tie('value'), { noNullPrototype: true }),
  ),
})).value;

test('writes the examples of RFC 8949, appendix A', () => {
  for (const [value, hex] of APPENDIX_A)
    assert.is(Buffer.from(encodeCbor(value)).toString('hex'), hex);
});

test('reads the examples of RFC 8949, appendix A', () => {
  for (const [value, hex] of APPENDIX_A) {
    const decoded = decodeCbor(bytesOf(hex));
    if (value instanceof Uint8Array)
      assert.equal(Buffer.from(decoded as Uint8Array), Buffer.from(value));
    else assert.equal(decoded, value);
  }
});

for (const [what, hex] of Object.entries(REFUSED))
  test(`refuses ${what}`, () => {
    assert.throws(() => decodeCbor(bytesOf(hex)), code);
  });

test('gives back every plain value', () => {
  fc.assert(
    fc.property(plainValue, (value) => {
      const limits = { maxBytes: 2 ** 20, maxDepth: 64 };
      assert.equal(normal(decodeCbor(encodeCbor(value), limits)), normal(value));
    }),
  );
});

test('gives equal maps equal bytes, in whatever order their keys came', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.integer()), { selector: ([key]) => key });
  fc.assert(
    fc.property(entries, (pairs) => {
      const forth = encodeCbor(Object.fromEntries(pairs));
      const back = encodeCbor(Object.fromEntries([...pairs].reverse()));
      assert.is(Buffer.compare(forth, back), 0);
    }),
  );
});

test('is read by a decoder that knows nothing of us', () => {
  const stranger = new Decoder({ mapsAsObjects: true, useRecords: false });
  fc.assert(
    fc.property(plainValue, (value) => {
      assert.equal(normal(stranger.decode(encodeCbor(value))), normal(value));
    }),
  );
});

test('never takes bytes that it would not have written itself', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      let value: unknown;
      try {
        value = decodeCbor(bytes);
      } catch (error) {
        assert.ok(error instanceof Error && code(error));
        return;
      }
      assert.is(Buffer.compare(encodeCbor(value as CborValue), bytes), 0);
    }),
    { numRuns: 2_000 },
  );
});

test('does not take what a liberal encoder makes of a Map, a Date or a bigint', () => {
  const liberal = new Encoder({ useRecords: false });
  for (const value of [new Map([[1, 2]]), new Date(0), 2n ** 70n, undefined, /x/])
    assert.throws(() => decodeCbor(liberal.encode(value)), code);
});

test('has no encoding for what is not measurable', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => encodeCbor(value), code);
});

test('leaves out what is undefined', () => {
  assert.equal(encodeCbor({ a: undefined, b: 1 }), encodeCbor({ b: 1 }));
});

test('refuses a message that is too large before looking at it', () => {
  assert.throws(() => decodeCbor(new Uint8Array(65_537)), /65537 bytes, at most 65536/);
  assert.throws(() => decodeCbor(Uint8Array.of(1, 1), { maxBytes: 1 }), code);
});

test('refuses a message that is nested too deeply, however deep', () => {
  const nested = (levels: number): Uint8Array =>
    Buffer.concat([new Uint8Array(levels - 1).fill(0x81), Uint8Array.of(0x80)]);
  assert.equal(decodeCbor(nested(2), { maxDepth: 2 }), [[]]);
  assert.throws(() => decodeCbor(nested(3), { maxDepth: 2 }), /nested too deeply/);
  assert.throws(() => decodeCbor(nested(60_000)), /nested too deeply/);
});

/** Equal bytes are equal in whatever class they come; cbor-x alone reads 64-bit integers as bigint. */
function normal(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
}

test.run();
