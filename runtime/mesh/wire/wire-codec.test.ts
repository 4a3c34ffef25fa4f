import { Encoder, Tag } from 'cbor-x';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MeshError } from '../errors.ts';
import { createWireCodec, decodeWire, encodeWire } from './wire-codec.ts';

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

const plainValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }).map((number) => number + 0),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{0,8}$/), tie('value'), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
})).value;

function refuses(bytes: Uint8Array, what: RegExp, limits = {}): void {
  assert.throws(
    () => decodeWire(bytes, limits),
    (error: unknown) =>
      error instanceof MeshError && error.code === 'MESH_BAD_MESSAGE' && what.test(error.message),
    Buffer.from(bytes.subarray(0, 20)).toString('hex'),
  );
}

test('reads what it has written', () =>
  fc.assert(
    fc.property(plainValue, (value) => {
      const plain = JSON.stringify(value);
      assert.is(JSON.stringify(decodeWire(encodeWire(value as never))), plain);
    }),
  ));

test('ends on junk with its one error or with a value, and with nothing else', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => {
      try {
        decodeWire(junk);
      } catch (error) {
        assert.instance(error, MeshError);
      }
    }),
    { numRuns: 3_000 },
  ));

test('refuses every message that was cut short or has something behind it', () =>
  fc.assert(
    fc.property(plainValue, fc.nat(), (value, at) => {
      const bytes = encodeWire(value as never);
      refuses(bytes.subarray(0, at % bytes.length), /cut short/);
      refuses(Buffer.concat([bytes, Uint8Array.of(0)]), /follow/);
    }),
  ));

test('refuses tags: shared references, records, regular expressions, dates, big numbers', () => {
  const records = new Encoder({ useRecords: true });
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  for (const bytes of [
    new Encoder({ structuredClone: true }).encode(cyclic),
    records.encode([{ a: 1, b: 2, c: 3 }]),
    new Encoder().encode(/(a+)+$/),
    new Encoder().encode(new Date(0)),
    new Encoder().encode(new Set([1])),
    new Encoder().encode(2n ** 70n),
    new Encoder().encode(new Tag(1, 28)),
    hex('d81d00'),
  ])
    refuses(bytes, /tags/);
});

test('refuses indefinite lengths, numbers no double holds, and values without a meaning', () => {
  for (const [text, what] of [
    ['9fff', /indefinite/],
    ['5f4101ff', /indefinite/],
    ['1bffffffffffffffff', /too long/],
    ['f7', /simple/],
    ['f0', /simple/],
    ['f8ff', /simple/],
  ] as const)
    refuses(hex(text), what);
});

test('bounds size, depth and number of values before it builds anything', () => {
  refuses(new Uint8Array(65_537), /at most 65536/);
  refuses(new Uint8Array(60_000).fill(0x81), /nested/);
  refuses(Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff), /cut short/);
  refuses(Uint8Array.of(0xba, 0xff, 0xff, 0xff, 0xff), /cut short/);
  refuses(encodeWire(Array.from({ length: 9_000 }, () => 0)), /values/);
  refuses(encodeWire([[1]]), /nested/, { maxDepth: 1 });
});

test('takes a key named like the prototype for data', () => {
  // {"__proto__": {"polluted": true}}
  const value = decodeWire(hex('a1695f5f70726f746f5f5fa168706f6c6c75746564f5'));
  assert.is(Object.getPrototypeOf(value), Object.prototype);
  assert.is(Reflect.get(Object(value), 'polluted'), undefined);
});

test('sends names as integers where a schema says so', () => {
  const codec = createWireCodec({ bn: -2, v: 2 });
  const bytes = codec.encode([{ bn: 'a', v: 22.5 }]);
  assert.is(Buffer.from(bytes).toString('hex'), '81a221616102fa41b40000');
  assert.equal(codec.decode(bytes), [{ bn: 'a', v: 22.5 }]);
});

test.run();
