import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReadingTrigger } from '../triggers/reading/reading-form.ts';
import { firesIn, type Seen } from './fires-in.ts';

const test = suite('when a trigger would have fired');

type Watched = Pick<ReadingTrigger, 'crossing' | 'forMs' | 'hysteresis'>;

const low = (more: Partial<Watched> = {}): Watched => ({
  ...{ crossing: { kind: 'below', limit: 20 }, forMs: 0, hysteresis: 0 },
  ...more,
});

/** A reading each second. */
const seen = (...values: readonly (number | boolean)[]): Seen[] =>
  values.map((value, index) => ({ at: index * 1_000, value }));

const lasts = { staleAfterMs: 5_000, to: 60_000 };

test('once each time the limit is crossed', () => {
  assert.equal(firesIn(seen(30, 19, 18, 25, 19), low(), lasts), [1_000, 4_000]);
});

test('not again before it has come back by the hysteresis', () => {
  assert.equal(
    firesIn(seen(30, 19, 21, 19, 26, 19), low({ hysteresis: 5 }), lasts),
    [1_000, 5_000],
  );
});

test('after it has held, also where nothing was measured at that very moment', () => {
  assert.equal(firesIn(seen(30, 19, 18, 17, 16), low({ forMs: 2_500 }), lasts), [3_500]);
  assert.equal(firesIn(seen(30, 19, 18, 25), low({ forMs: 2_500 }), lasts), []);
});

test('the last reading decides, also when it is measured at the very end of the time', () => {
  const ends = { ...lasts, to: 3_000 };
  assert.equal(firesIn(seen(30, 19, 18, 25), low({ forMs: 2_000 }), ends), []);
  assert.equal(firesIn(seen(30, 19, 18, 17), low({ forMs: 2_000 }), ends), [3_000]);
  assert.equal(firesIn(seen(30, 19, 18), low({ forMs: 2_000 }), ends), [3_000]);
});

test('what nobody measured for long did not hold', () => {
  const gap = [...seen(30, 19), { at: 40_000, value: 19 }];
  assert.equal(firesIn(gap, low({ forMs: 10_000 }), lasts), []);
  assert.equal(firesIn(gap, low({ forMs: 10_000 }), { ...lasts, staleAfterMs: 50_000 }), [11_000]);
});

test('of a switch, when it becomes so', () => {
  const opens = low({ crossing: { kind: 'is', value: true } });
  assert.equal(firesIn(seen(false, true, true, false, true), opens, lasts), [1_000, 4_000]);
});

test('what the present would fire, the past fires, for any readings: never beyond now, in order, and only while it is low', () => {
  const value = fc.integer({ min: 0, max: 40 });
  const step = fc.record({ value, afterMs: fc.integer({ min: 1, max: 4_000 }) });
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 0, max: 9_000 }), (steps, forMs) => {
      let at = 0;
      const past = steps.map((one) => ({ at: (at += one.afterMs), value: one.value }));
      const fired = firesIn(past, low({ forMs }), { staleAfterMs: 5_000, to: at });
      assert.equal(
        fired,
        [...fired].sort((one, other) => one - other),
      );
      for (const time of fired) {
        assert.ok(time <= at);
        const held = past.filter((one) => one.at <= time && one.at >= time - forMs);
        assert.ok(
          held.every((one) => one.value < 20) &&
            (past.findLast((one) => one.at <= time)?.value ?? 99) < 20,
        );
      }
    }),
  );
});

test.run();
