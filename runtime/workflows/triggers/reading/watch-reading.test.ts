import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Value } from '../../../core/reading.ts';
import type { ReadingTrigger } from './reading-form.ts';
import { watchReading, type WatchState } from './watch-reading.ts';

const test = suite('watching a reading');

type Watched = Pick<ReadingTrigger, 'crossing' | 'forMs' | 'hysteresis'>;

/** The moments, in seconds, at which it fires. @param sights seconds and values */
function fires(trigger: Watched, sights: readonly (readonly [number, Value])[]): number[] {
  let state: WatchState = { kind: 'away' };
  const fired: number[] = [];
  for (const [seconds, value] of sights) {
    const next = watchReading(state, { value, now: seconds * 1_000 }, trigger);
    if (next.kind === 'fired' && state.kind !== 'fired') fired.push(seconds);
    state = next;
  }
  return fired;
}

const below20: Watched = { crossing: { kind: 'below', limit: 20 }, forMs: 0, hysteresis: 0 };

test('fires when it falls below, at the border not, and not again while it stays there', () => {
  assert.equal(
    fires(below20, [
      [0, 20],
      [1, 19.9],
      [2, 10],
      [3, 19],
    ]),
    [1],
  );
});

test('fires again when it has come back', () => {
  assert.equal(
    fires(below20, [
      [0, 19],
      [1, 20],
      [2, 19],
    ]),
    [0, 2],
  );
});

test('has to come back by the hysteresis', () => {
  const trigger = { ...below20, hysteresis: 5 };
  assert.equal(
    fires(trigger, [
      [0, 19],
      [1, 24.9],
      [2, 19],
      [3, 25],
      [4, 19],
    ]),
    [0, 4],
  );
});

test('has to hold for so long: a second less is nothing, and a dip begins anew', () => {
  const trigger = { ...below20, forMs: 300_000 };
  assert.equal(
    fires(trigger, [
      [0, 19],
      [299, 18],
    ]),
    [],
  );
  assert.equal(
    fires(trigger, [
      [0, 19],
      [300, 18],
    ]),
    [300],
  );
  assert.equal(
    fires(trigger, [
      [0, 19],
      [200, 21],
      [201, 19],
      [400, 18],
      [501, 18],
    ]),
    [501],
  );
});

test('fires above a limit, and when something becomes on', () => {
  const above85: Watched = { crossing: { kind: 'above', limit: 85 }, forMs: 0, hysteresis: 0 };
  assert.equal(
    fires(above85, [
      [0, 85],
      [1, 85.1],
    ]),
    [1],
  );
  const opens: Watched = { crossing: { kind: 'is', value: true }, forMs: 0, hysteresis: 0 };
  assert.equal(
    fires(opens, [
      [0, false],
      [1, true],
      [2, true],
      [3, false],
      [4, true],
    ]),
    [1, 4],
  );
});

test.run();
