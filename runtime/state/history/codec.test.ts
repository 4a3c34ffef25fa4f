/** How samples and roll-ups are kept: what is written is what is read, and it is small. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LARGEST_VALUE, roundValue } from './decimal.ts';
import { decodeRollups, encodeRollups, regroup, rollupOf } from './rollup.ts';
import { decodeSamples, encodeSamples, type Sample } from './sample.ts';

const START = Date.UTC(2026, 5, 1);

/** As sensors deliver: small numbers with a few decimals, now and then a large one, in irregular steps. */
const value = fc.oneof(
  fc.double({ min: -100, max: 100, noNaN: true }).map(roundValue),
  fc.integer({ min: -LARGEST_VALUE, max: LARGEST_VALUE }),
  fc.constantFrom(0, 1, -0.000001, 1e-9),
);
const samples = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), value), { maxLength: 60 })
  .map((steps) => {
    let at = START;
    return steps.map(([step, each]): Sample => ({ at: (at += step), value: each }));
  });

test('reads samples back as they were rounded', () => {
  fc.assert(
    fc.property(samples, (written) => {
      const read = decodeSamples(encodeSamples(written));
      assert.is(read.length, written.length);
      read.forEach(({ at, value: got }, index) => {
        assert.is(at, written[index]?.at);
        assert.ok(Math.abs(got - (written[index]?.value ?? NaN)) <= tolerance(written));
      });
    }),
  );
});

test('reads roll-ups back, whatever is in them', () => {
  fc.assert(
    fc.property(samples, (written) => {
      const rows = regroup(
        written.map((sample) => rollupOf(sample)),
        60_000,
      );
      const read = decodeRollups(encodeRollups(rows, 60_000), 60_000);
      const exact = rows.map(({ at, count, lastAt }) => ({ at, count, lastAt }));
      assert.equal(
        read.map(({ at, count, lastAt }) => ({ at, count, lastAt })),
        exact,
      );
      read.forEach((row, index) => {
        for (const field of ['min', 'max', 'last', 'sum'] as const) {
          const difference = Math.abs(row[field] - (rows[index]?.[field] ?? NaN));
          assert.ok(difference <= tolerance(written) * row.count, `${field} is off`);
        }
      });
    }),
  );
});

/** Where nine decimals and the largest value have no room together, the decimals give way. */
function tolerance(written: readonly Sample[]): number {
  const sum = written.reduce((total, { value: each }) => total + Math.abs(each), 1);
  return Math.max(sum * 2e-14, 1e-12);
}

test('keeps six significant digits of a fraction, and whole numbers whole', () => {
  assert.is(roundValue(22.437891), 22.4379);
  assert.is(roundValue(1_234_567.8), 1_234_568);
  assert.is(roundValue(123_456_789), 123_456_789);
  assert.is(roundValue(0.000123456789), 0.000123457);
  assert.is(roundValue(-0.5), -0.5);
});

test('needs three bytes for a sample of a slow sensor', () => {
  const slow = Array.from({ length: 720 }, (_, index) => ({
    at: START + index * 10_000 + (index % 7),
    value: roundValue(22 + Math.sin(index / 50) + (index % 3) / 100),
  }));
  const bytes = Buffer.from(encodeSamples(slow), 'base64').length / slow.length;
  assert.ok(bytes < 3.5, String(bytes));
});

test.run();
