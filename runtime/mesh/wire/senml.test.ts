import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../core/app-error.ts';
import type { Reading } from '../../core/reading.ts';
import { formatQuantity, unitSymbols } from '../../core/units.ts';
import { decodePack, encodePack } from './senml.ts';
import { createWireCodec, decodeWire, type WireValue } from './wire-codec.ts';

const NOW = Date.UTC(2026, 5, 1, 12, 0, 0, 123);
const ORIGIN = { site: 'greenhouse', node: 'main', now: NOW };

function roundTrip(readings: readonly Reading[], sentAt = NOW, readAt = NOW): readonly Reading[] {
  const named = readings.map((reading, index) => ({ property: `p${index}`, reading }));
  const bytes = encodePack({ ...ORIGIN, thing: 'tank', readings: named }, sentAt);
  const pack = decodePack(bytes, { ...ORIGIN, now: readAt });
  assert.is(pack.thing, 'tank');
  assert.equal(
    pack.readings.map(({ property }) => property),
    named.map(({ property }) => property),
  );
  return pack.readings.map(({ reading }) => reading);
}

/** A pack as somebody else writes it, with text labels as they stand in RFC 8428. */
function foreign(...records: WireValue[]): Uint8Array {
  const labels = {
    bver: -1,
    bn: -2,
    bt: -3,
    bu: -4,
    bv: -5,
    s: 5,
    n: 0,
    u: 1,
    v: 2,
    vs: 3,
    vb: 4,
    t: 6,
  };
  return createWireCodec(labels).encode(records);
}

function codeOf(bytes: Uint8Array): string {
  try {
    decodePack(bytes, ORIGIN);
    return 'read';
  } catch (error) {
    return errorCode(error);
  }
}

const reading = fc.record(
  {
    value: fc.oneof(fc.boolean(), fc.string({ maxLength: 40 }), fc.constant(null)),
    quality: fc.constantFrom('good', 'simulated', 'stale', 'faulty'),
    at: fc.integer({ min: Date.UTC(2026, 0, 1), max: NOW }),
  },
  { noNullPrototype: true },
) satisfies fc.Arbitrary<Reading>;

test('brings readings over as they are', () =>
  fc.assert(
    fc.property(fc.array(reading, { minLength: 1, maxLength: 8 }), (readings) => {
      assert.equal(roundTrip(readings), readings);
    }),
  ));

test('brings numbers over so that they are shown alike', () =>
  fc.assert(
    fc.property(
      fc.double({ min: -1e5, max: 1e5, noNaN: true }).filter((value) => Math.abs(value) > 1e-6),
      fc.constantFrom(...unitSymbols),
      (value, unit) => {
        const [got] = roundTrip([{ value, unit, quality: 'good', at: NOW }]);
        assert.is(got?.unit, unit);
        assert.is(formatQuantity(Number(got?.value), unit), formatQuantity(value, unit));
      },
    ),
  ));

test('brings numbers of few digits over exactly, whatever their unit is on the wire', () => {
  for (const [value, unit] of [
    [22.4, 'Cel'],
    [3.2, 'l/min'],
    [62, '%'],
    [0.1, 'A'],
    [101_325, 'Pa'],
    [0, 'lx'],
  ] as const)
    assert.is(roundTrip([{ value, unit, quality: 'good', at: NOW }])[0]?.value, value);
});

test('brings a number without a unit over exactly', () => {
  for (const value of [Math.PI, 1 / 3, 2 ** 40, -1e-7])
    assert.is(roundTrip([{ value, quality: 'good', at: NOW }])[0]?.value, value);
});

test('tells a reading that never was from one that is missing now', () => {
  const never: Reading = { value: null, quality: 'stale', at: 0 };
  const faulty: Reading = { value: null, quality: 'faulty', at: NOW - 90_000 };
  assert.equal(roundTrip([faulty, never]), [faulty, never]);
});

test('counts times of a board whose clock was never set from now, as RFC 8428 §4.5.3 has it', () => {
  const fiveSecondsAgo: Reading = { value: true, quality: 'good', at: 7_000 };
  const [got] = roundTrip([fiveSecondsAgo], 12_000, NOW);
  assert.is(got?.at, NOW - 5_000);
});

test('writes registered units and integer labels', () => {
  const readings = [
    { property: 'level', reading: { value: 62, unit: '%', quality: 'stale', at: NOW } },
  ] as const;
  const bytes = encodePack({ ...ORIGIN, thing: 'tank', readings }, NOW);
  assert.equal(decodeWire(bytes), [
    {
      '-2': 'greenhouse:main:tank:',
      '-3': NOW / 1_000,
      '0': 'level',
      '1': '/',
      '2': 0.62,
      q: 'stale',
    },
  ]);
});

test('resolves base fields over the records that follow', () => {
  const at = NOW / 1_000;
  const bytes = foreign(
    { bn: 'greenhouse:main:air:', bt: at - 10, bu: 'Cel', bv: 20 },
    { n: 'inside', v: 2.5 },
    { n: 'outside', v: -8, t: 4 },
    { n: 'humidity', u: '%RH', v: 40, bv: 0, t: 10 },
  );
  assert.equal(decodePack(bytes, ORIGIN).readings, [
    {
      property: 'inside',
      reading: { value: 22.5, unit: 'Cel', quality: 'good', at: NOW - 10_000 },
    },
    { property: 'outside', reading: { value: 12, unit: 'Cel', quality: 'good', at: NOW - 6_000 } },
    { property: 'humidity', reading: { value: 40, unit: '%RH', quality: 'good', at: NOW } },
  ]);
});

test('refuses readings of the future, and lets clocks differ by five minutes', () => {
  const ahead = (ms: number): Uint8Array =>
    foreign({ bn: 'greenhouse:main:tank:', bt: (NOW + ms) / 1_000, n: 'level', v: 1 });
  assert.is(codeOf(ahead(299_000)), 'read');
  assert.is(codeOf(ahead(301_000)), 'MESH_FUTURE_READING');
  assert.is(codeOf(ahead(1e15)), 'MESH_FUTURE_READING');
});

test('refuses a pack in the name of another node or site', () => {
  for (const bn of ['greenhouse:pump-room:tank:', 'other:main:tank:'])
    assert.is(codeOf(foreign({ bn, n: 'level', v: 1 })), 'MESH_FOREIGN_NAME');
});

test('refuses what is no pack', () => {
  const bn = 'greenhouse:main:tank:';
  for (const records of [
    [],
    [{ bn }],
    [{ bn, n: 'a', v: 1, vb: true }],
    [{ bn, n: 'a', v: Number.NaN }],
    [{ bn, n: 'a', v: Number.POSITIVE_INFINITY }],
    [{ bn, n: 'a', s: 5 }],
    [{ bn, n: 'a', v: 1, bver: 11 }],
    [{ bn, n: 'a', v: 1, must_: true }],
    [
      { bn, n: 'a', v: 1 },
      { bn: 'greenhouse:main:pump:', n: 'power', vb: true },
    ],
    [{ n: 'a', v: 1 }],
    [{ bn, n: 'a/#', v: 1 }],
    [7],
  ])
    assert.is(codeOf(foreign(...records)), 'MESH_BAD_MESSAGE', JSON.stringify(records));
});

test('ends on junk with an error of its own', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
      assert.match(codeOf(junk), /^MESH_/);
    }),
    { numRuns: 2_000 },
  ));

test.run();
